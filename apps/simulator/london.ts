/**
 * Time as the legacy systems keep it: the wall clock of London, without a zone. A `Wall` is what that clock shows, in
 * milliseconds as if it were UTC. Nothing is invented in the hours that the clock skips or shows twice, so that every
 * wall time names one instant.
 */
export type Wall = number;

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const wallOf = (instant: number): Wall => outOfTheOddHour(instant + summerOffset(instant));

/** UTC milliseconds of a wall time. */
export function instantOf(wall: Wall): number {
  const guess = wall - HOUR;
  return summerOffset(guess) === HOUR ? guess : wall;
}

/** `2025-03-01 10:00:00`, with milliseconds only where there are any: how PostgreSQL writes a timestamp. */
export const sqlText = (wall: Wall): string =>
  new Date(wall)
    .toISOString()
    .replace('T', ' ')
    .replace(/(\.000)?Z$/, '');

/** `2025-03-01T10:00:00`: how the scheduler writes a time. */
export const xmlText = (wall: Wall): string => new Date(wall).toISOString().slice(0, 19);

export const dateText = (wall: Wall): string => new Date(wall).toISOString().slice(0, 10);

export const startOfDay = (wall: Wall): Wall => wall - (wall % DAY);
export const toTheMinute = (wall: Wall): Wall => wall - (wall % MINUTE);

/** Counts Monday to Friday and knows no bank holiday, as the housing system does. */
export function addWeekdays(wall: Wall, days: number): Wall {
  let at = wall;
  for (let left = days; left > 0;) {
    at += DAY;
    if (isWeekday(at)) left -= 1;
  }
  return outOfTheOddHour(at);
}

export const isWeekday = (wall: Wall): boolean => ![0, 6].includes(new Date(wall).getUTCDay());

/** Moves a wall time out of the hour that is skipped in spring and shown twice in autumn. */
export function outOfTheOddHour(wall: Wall): Wall {
  const year = new Date(wall).getUTCFullYear();
  const odd = [changeOver(year, 2), changeOver(year, 9)].some((at) => wall >= at && wall < at + HOUR);
  return odd ? wall + 2 * HOUR : wall;
}

function summerOffset(instant: number): number {
  const year = new Date(instant).getUTCFullYear();
  return instant >= changeOver(year, 2) && instant < changeOver(year, 9) ? HOUR : 0;
}

/** 01:00 UTC on the last Sunday of March (2) or October (9). */
function changeOver(year: number, month: 2 | 9): number {
  const last = new Date(Date.UTC(year, month, 31));
  return last.getTime() - last.getUTCDay() * DAY + HOUR;
}
