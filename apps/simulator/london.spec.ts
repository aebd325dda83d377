import { DateTime } from 'luxon';
import { HOUR, addWeekdays, instantOf, outOfTheOddHour, sqlText, wallOf, xmlText } from './london.js';

const wall = (text: string): number => Date.parse(`${text}Z`);

test('agrees with the zone database, at every hour of three years that names one instant', () => {
  for (let at = Date.UTC(2024, 0, 1); at < Date.UTC(2027, 0, 1); at += HOUR) {
    const shown = wallOf(at);
    const back = DateTime.fromISO(xmlText(shown), { zone: 'Europe/London' });
    expect(instantOf(shown)).toBe(back.toMillis());
    if (outOfTheOddHour(shown) === shown && back.toMillis() === at)
      expect(wallOf(instantOf(shown))).toBe(shown);
  }
});

test('never shows the hour that is skipped or the one that comes twice', () => {
  expect(xmlText(outOfTheOddHour(wall('2026-03-29T01:30:00')))).toBe('2026-03-29T03:30:00');
  expect(xmlText(outOfTheOddHour(wall('2025-10-26T01:30:00')))).toBe('2025-10-26T03:30:00');
});

/** Both found in real orders: bank holidays count as weekdays. */
test.each([
  ['2014-04-01T09:00:00', '2014-04-30T09:00:00'],
  ['2010-12-20T09:53:27', '2011-01-18T09:53:27'],
])('counts 21 weekdays from %s to %s', (from, to) => {
  expect(xmlText(addWeekdays(wall(from), 21))).toBe(to);
});

test('writes milliseconds only where there are any', () => {
  expect(sqlText(wall('2025-01-02T03:04:05'))).toBe('2025-01-02 03:04:05');
  expect(sqlText(wall('2025-01-02T03:04:05.060'))).toBe('2025-01-02 03:04:05.060');
});
