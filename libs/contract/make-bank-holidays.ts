import Holidays from 'date-holidays';
import { DIVISIONS, type Division } from '#libs/deadlines/calendar/divisions.js';

/** Years of the table. A holiday that is proclaimed once (a jubilee) comes in when the package knows it and the table is made anew. */
const FIRST_YEAR = 2018;
const LAST_YEAR = 2035;

const STATES: Readonly<Record<Division, string>> = {
  'england-and-wales': 'ENG',
  scotland: 'SCT',
  'northern-ireland': 'NIR',
};

/** The bank holidays of a division that fall on a weekday: ISO days in order. Where a holiday falls on a weekend its substitute day is in the list. */
export function bankHolidays(division: Division): readonly string[] {
  const calendar = new Holidays('GB', STATES[division]);
  const years = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, index) => FIRST_YEAR + index);
  const days = years
    .flatMap((year) => calendar.getHolidays(year))
    .filter((it) => it.type === 'public' || it.type === 'bank')
    .map((it) => it.date.slice(0, 10))
    .filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()));
  return [...new Set(days)].sort();
}

/** The text of the generated module. `version` changes when a date does, so that a deadline can say by which table it was counted. */
export function bankHolidaysModule(version: string): string {
  const divisions = DIVISIONS.map((division) => `  '${division}': [${byYear(bankHolidays(division))}\n  ],`);
  return `// Made by \`npx lintel schemas generate\` with date-holidays (ISC AND CC-BY-3.0, https://github.com/commenthol/date-holidays). Do not edit.

import type { Division } from './divisions.js';

export const BANK_HOLIDAYS_VERSION = '${version}';
export const FIRST_YEAR = ${FIRST_YEAR};
export const LAST_YEAR = ${LAST_YEAR};

/** Bank holidays on weekdays, ISO days in order. */
export const BANK_HOLIDAYS: Readonly<Record<Division, readonly string[]>> = {
${divisions.join('\n')}
};
`;
}

const byYear = (days: readonly string[]): string =>
  [...Map.groupBy(days, (day) => day.slice(0, 4)).values()]
    .map((year) => `\n    ${year.map((day) => `'${day}'`).join(', ')},`)
    .join('');
