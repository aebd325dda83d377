import { BANK_HOLIDAYS, BANK_HOLIDAYS_VERSION } from './bank-holidays.js';
import type { Division } from './divisions.js';

/** Bank holidays by royal proclamation that the generated table does not have yet. ISO days. */
const PROCLAIMED: Readonly<Record<Division, readonly string[]>> = {
  'england-and-wales': [],
  // https://privycouncil.independent.gov.uk/wp-content/uploads/2026/02/Scotland-Bank-Holiday-Proclamation.pdf
  scotland: ['2026-06-15'],
  'northern-ireland': [],
};

/** Version of the bank holidays: that of the table, and how many days were added to it. It changes with every added day. */
export const HOLIDAYS_VERSION = `${BANK_HOLIDAYS_VERSION}+${Object.values(PROCLAIMED).flat().length}`;

/** All bank holidays of a division that fall on weekdays, ISO days. */
export const holidaysOf = (division: Division): readonly string[] => [
  ...BANK_HOLIDAYS[division],
  ...PROCLAIMED[division],
];
