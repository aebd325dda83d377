import { RecordError } from '#libs/model/errors.js';
import { IANAZone } from 'luxon';

const DAY = 86_400_000;
const offsetPerDay = new Map<string, number>();
const validity = new Map<string, boolean>();

/** Tells whether a name is an IANA zone. The answer is remembered: asking Intl is slow, and a configuration has few names. */
export function isZone(name: string): boolean {
  const valid = validity.get(name) ?? IANAZone.isValidZone(name);
  if (validity.size < 1000) validity.set(name, valid);
  return valid;
}

/**
 * The instant, in epoch milliseconds, at which a clock in `zone` shows `wall`. `wall` is the epoch milliseconds of that clock as if it
 * stood in UTC. Where the clock shows a time twice (autumn) or never (spring), the offset from before the change counts. Throws
 * RecordError `unknown-zone`.
 */
export function instantOf(wall: number, zone: string): number {
  if (!isZone(zone)) throw new RecordError('unknown-zone', 'The time zone is not an IANA zone.');
  const day = Math.floor(wall / DAY);
  const before = offsetAt((day - 1) * DAY, zone);
  const after = offsetAt((day + 2) * DAY, zone);
  const withOffsetBefore = wall - before;
  if (before === after || exactOffset(withOffsetBefore, zone) === before) return withOffsetBefore;
  const withOffsetAfter = wall - after;
  return exactOffset(withOffsetAfter, zone) === after ? withOffsetAfter : withOffsetBefore;
}

/** Milliseconds east of UTC at `time`, remembered per zone and time. */
function offsetAt(time: number, zone: string): number {
  const key = `${zone} ${time}`;
  const known = offsetPerDay.get(key);
  if (known !== undefined) return known;
  if (offsetPerDay.size > 50_000) offsetPerDay.clear();
  const offset = exactOffset(time, zone);
  offsetPerDay.set(key, offset);
  return offset;
}

/** What a clock in `zone` shows at an instant, in epoch milliseconds as if it stood in UTC. `zone` is an IANA zone. */
export const wallIn = (time: number, zone: string): number => time + exactOffset(time, zone);

const exactOffset = (time: number, zone: string): number => IANAZone.create(zone).offset(time) * 60_000;
