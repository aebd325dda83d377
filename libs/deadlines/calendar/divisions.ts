/** The divisions of gov.uk's list of bank holidays. England and Wales share one. */
export const DIVISIONS = ['england-and-wales', 'scotland', 'northern-ireland'] as const;
/** One of DIVISIONS. */
export type Division = (typeof DIVISIONS)[number];
