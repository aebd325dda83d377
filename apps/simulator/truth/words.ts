/**
 * The meaning of the codes, from the field reference (status_mapping of a real migration, HACT code lists, UH levels), not
 * from any connector. `undefined`: the code is known, its word is a matter of taste and not compared (trades PA and DA,
 * priority L).
 */
export const ORDER_STATUS: ReadonlyMap<string, string> = new Map([
  ['100', 'open'],
  ['200', 'locked'],
  ['300', 'closed'],
  ['400', 'on-hold'],
  ['425', 'on-hold'],
  ['500', 'closed'],
  ['600', 'closed'],
  ['700', 'cancelled'],
  ['900', 'closed'],
]);

/** A request that ended in advice is closed; that it was advice stands in its type. */
export const REQUEST_STATUS: ReadonlyMap<string, string> = new Map([
  ['100', 'reported'],
  ['200', 'ordered'],
  ['300', 'closed'],
  ['700', 'cancelled'],
]);

export const PRIORITY: ReadonlyMap<string, string | undefined> = new Map([
  ['I', 'immediate'],
  ['E', 'emergency'],
  ['U', 'urgent'],
  ['N', 'normal'],
  ['P', 'planned'],
  ['L', undefined],
]);

export const WORK_STREAM: ReadonlyMap<string, string> = new Map([
  ['R', 'responsive'],
  ['V', 'void'],
  ['P', 'planned'],
  ['C', 'cyclical'],
  ['I', 'inspection'],
]);

export const TRADE: ReadonlyMap<string, string | undefined> = new Map([
  ['PL', 'plumbing'],
  ['EL', 'electrical'],
  ['CA', 'carpentry'],
  ['GL', 'glazing'],
  ['GA', 'gas'],
  ['RF', 'roofing'],
  ['DR', 'drainage'],
  ['HE', 'heating'],
  ['FE', 'fencing'],
  ['LO', 'locksmith'],
  ['PA', undefined],
  ['DA', undefined],
]);

export const OUTCOME: ReadonlyMap<string, string> = new Map([
  ['COM', 'completed'],
  ['NOA', 'no-access'],
  ['INC', 'incomplete'],
  ['CAN', 'cancelled'],
]);

export const LEVEL: ReadonlyMap<string, string> = new Map([
  ['2', 'estate'],
  ['3', 'block'],
  ['6', 'facility'],
  ['7', 'dwelling'],
]);

/** JobStatusUpdate: type code, or `0/<OtherType>`. */
export const UPDATE_TYPE: ReadonlyMap<string, string> = new Map([
  ['10', 'operatives-assigned'],
  ['70', 'no-access'],
  ['80', 'variation'],
  ['100-10', 'variation-acknowledged'],
  ['100-20', 'additional-work-approved'],
  ['120', 'incomplete'],
  ['120-20', 'needs-materials'],
  ['0/complete', 'completed'],
  ['0/completed', 'completed'],
  ['0/cancel', 'cancelled'],
  ['0/resume', 'resumed'],
  ['0/addNote', 'note'],
]);
