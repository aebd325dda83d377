import { bankHolidays } from '#libs/contract/make-bank-holidays.js';
import { BANK_HOLIDAYS } from './bank-holidays.js';
import { landlordCalendar, lawCalendar, UnknownYear, workingDay } from './calendar.js';
import { DIVISIONS, type Division } from './divisions.js';

/** As published at https://www.gov.uk/bank-holidays, years 2024 to 2027, each date without its year. */
const PUBLISHED: Readonly<Record<Division, Readonly<Record<number, string>>>> = {
  'england-and-wales': {
    2024: '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26',
    2025: '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26',
    2026: '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28',
    2027: '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28',
  },
  scotland: {
    2024: '01-01 01-02 03-29 05-06 05-27 08-05 12-02 12-25 12-26',
    2025: '01-01 01-02 04-18 05-05 05-26 08-04 12-01 12-25 12-26',
    2026: '01-01 01-02 04-03 05-04 05-25 08-03 11-30 12-25 12-28',
    2027: '01-01 01-04 03-26 05-03 05-31 08-02 11-30 12-27 12-28',
  },
  'northern-ireland': {
    2024: '01-01 03-18 03-29 04-01 05-06 05-27 07-12 08-26 12-25 12-26',
    2025: '01-01 03-17 04-18 04-21 05-05 05-26 07-14 08-25 12-25 12-26',
    2026: '01-01 03-17 04-03 04-06 05-04 05-25 07-13 08-31 12-25 12-28',
    2027: '01-01 03-17 03-26 03-29 05-03 05-31 07-12 08-30 12-27 12-28',
  },
};

describe.each(DIVISIONS)('the bank holidays of %s', (division) => {
  it.each([2024, 2025, 2026, 2027])('are those published for %i', (year) => {
    const published = (PUBLISHED[division][year] ?? '').split(' ').map((day) => `${year}-${day}`);
    expect(BANK_HOLIDAYS[division].filter((day) => day.startsWith(String(year)))).toEqual(published);
  });

  it('are what the package says today', () => {
    expect(BANK_HOLIDAYS[division]).toEqual(bankHolidays(division));
  });
});

describe('a working day', () => {
  const law = lawCalendar('england-and-wales');

  it('is none that was proclaimed a holiday for one year, where it was', () => {
    const day = '2026-06-15';
    expect(lawCalendar('scotland').isWorkingDay(day)).toBe(false);
    expect(law.isWorkingDay(day)).toBe(true);
  });

  it.each([
    ['the Friday after a Thursday', '2026-11-05', 1, '2026-11-06'],
    ['Monday after Friday', '2026-11-06', 1, '2026-11-09'],
    ['Monday after Saturday', '2026-11-07', 1, '2026-11-09'],
    ['Monday after Sunday', '2026-11-08', 1, '2026-11-09'],
    ['after Easter', '2026-04-02', 1, '2026-04-07'],
    ['after Christmas, whose Boxing Day is moved', '2026-12-24', 1, '2026-12-29'],
    ['of the new year', '2026-12-31', 1, '2027-01-04'],
    ['backwards over Easter', '2026-04-07', -1, '2026-04-02'],
    ['the tenth', '2026-12-18', 10, '2027-01-06'],
    ['none', '2026-11-07', 0, '2026-11-07'],
  ])('is counted: %s', (_, day, count, expected) => {
    expect(workingDay(law, day, count)).toBe(expected);
  });

  it('differs between the divisions', () => {
    expect(workingDay(lawCalendar('scotland'), '2026-01-01', 1)).toBe('2026-01-05');
    expect(workingDay(law, '2026-01-01', 1)).toBe('2026-01-02');
    expect(workingDay(lawCalendar('northern-ireland'), '2026-07-10', 1)).toBe('2026-07-14');
    expect(workingDay(lawCalendar('scotland'), '2026-04-02', 1)).toBe('2026-04-06');
  });

  it('is not guessed for years that the table does not hold', () => {
    expect(() => workingDay(law, '2036-01-01', 1)).toThrow(UnknownYear);
    expect(() => workingDay(law, '2017-06-01', 1)).toThrow(UnknownYear);
  });
});

describe("a landlord's own calendar", () => {
  const plain = {
    division: 'england-and-wales',
    closures: [],
    saturdays: false,
    bankHolidays: false,
  } as const;

  it('adds closures, Saturdays and worked bank holidays', () => {
    expect(workingDay(landlordCalendar({ ...plain, closures: ['2026-12-24'] }), '2026-12-23', 1)).toBe(
      '2026-12-29',
    );
    expect(workingDay(landlordCalendar({ ...plain, saturdays: true }), '2026-11-06', 1)).toBe('2026-11-07');
    expect(workingDay(landlordCalendar({ ...plain, bankHolidays: true }), '2026-04-02', 1)).toBe(
      '2026-04-03',
    );
  });

  it('says in its version what is its own', () => {
    expect(landlordCalendar(plain).version).toBe(`landlord: ${lawCalendar('england-and-wales').version}`);
    expect(landlordCalendar({ ...plain, saturdays: true, closures: ['2026-12-24'] }).version).toMatch(
      / less 1 days and saturdays$/,
    );
  });
});
