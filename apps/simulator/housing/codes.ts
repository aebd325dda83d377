import { mark } from '../invented.js';

/** The codes that the pretend housing system uses. Their meaning is the truth's business, not this file's. */
export const TRADES = ['PL', 'EL', 'CA', 'GL', 'GA', 'RF', 'PA', 'DR', 'HE', 'FE', 'LO', 'DA'] as const;
/** Codes that no table explains: somebody in the housing team made them up this morning. */
export const ODD_TRADES = ['ZQ', 'X9'] as const;

export const PRIORITIES = [
  { priority: 'I', description: `${mark('priority')} IMME`, days: 0 },
  { priority: 'E', description: `${mark('priority')} EMER`, days: 1 },
  { priority: 'U', description: `${mark('priority')} URGE`, days: 5 },
  { priority: 'N', description: `${mark('priority')} NORM`, days: 21 },
  { priority: 'P', description: `${mark('priority')} PLAN`, days: 60 },
  { priority: 'L', description: `${mark('priority')} LATE`, days: 100 },
] as const;
export type Priority = (typeof PRIORITIES)[number]['priority'];

export const ORDER = {
  open: '100',
  locked: '200',
  closed: '300',
  hold: '400',
  held: '425',
  cancelled: '700',
} as const;
export const REQUEST = { reported: '100', ordered: '200', closed: '300', cancelled: '700' } as const;
export const OUTCOME = { completed: 'COM', noAccess: 'NOA', incomplete: 'INC', cancelled: 'CAN' } as const;

/** What the housing system writes instead of nothing. */
export const SENTINELS = ['1900-01-01 00:00:00', '0001-01-01 00:00:00'] as const;

export const LEVEL = { estate: '2', block: '3', facility: '6', dwelling: '7' } as const;

/** `feed`: who tells of the work; `none` has no feed at all. */
export const CONTRACTORS = [
  { ref: 'H01', feed: 'signed', name: 'Hawthorn Repairs' },
  { ref: 'H02', feed: 'basic', name: 'Quillfeather Homes' },
  { ref: '00417', feed: 'camel', name: 'Tarn Building Services' },
  { ref: 'A05', feed: 'none', name: 'Old Mill Lifts' },
] as const;
export type Feed = (typeof CONTRACTORS)[number]['feed'];

/** Invented schedule of rates: ten codes a trade, and the pseudo-code that live councils use for recharges. */
export const JOBS: readonly {
  code: string;
  description: string;
  trade: string;
  smv: number;
  pence: number;
}[] = [
  ...TRADES.flatMap((trade, t) =>
    Array.from({ length: 10 }, (_, n) => ({
      code: `${trade}X${String(t).padStart(2, '0')}${String(n * 7).padStart(3, '0')}`,
      description: `${mark('job')} ${trade} TASK ${n + 1}`,
      trade,
      smv: 15 + n * 12,
      pence: n === 9 ? 0 : 1999 + t * 431 + n * 1377,
    })),
  ),
  { code: 'RECHARGE', description: `${mark('job')} RECHARGE`, trade: 'CA', smv: 0, pence: 1250 },
];
