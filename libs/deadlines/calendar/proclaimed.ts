import { BANK_HOLIDAYS, BANK_HOLIDAYS_VERSION } from './bank-holidays.js';
import type { Division } from './divisions.js';

/** Bank holidays of one year alone that the table does not have yet, by royal proclamation. ISO days. */
const PROCLAIMED: Readonly<Record<Division, readonly string[]>> = {
  'england-and-wales': [],
  // https://privycouncil.independent.gov.uk/wp-content/uploads/2026/02/Scotland-Bank-Holiday-Proclamation.pdf
  scotland: ['2026-06-15'],
  'northern-ireland': [],
};

/** Changes with every day: what counted a deadline is told by it. */
export const HOLIDAYS_VERSION = `${BANK_HOLIDAYS_VERSION}+${Object.values(PROCLAIMED).flat().length}`;

export const holidaysOf = (division: Division): readonly string[] => [
  ...BANK_HOLIDAYS[division],
  ...PROCLAIMED[division],
];
