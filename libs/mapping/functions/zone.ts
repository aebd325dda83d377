import { RecordError } from '#libs/model/errors.js';
import { IANAZone } from 'luxon';

const DAY = 86_400_000;
const offsets = new Map<string, number>();
const zones = new Map<string, boolean>();

/** Is it an IANA name? Asking Intl is slow, and the names are few: those of the configuration. */
export function isZone(name: string): boolean {
  const known = zones.get(name) ?? IANAZone.isValidZone(name);
  if (zones.size < 1000) zones.set(name, known);
  return known;
}

/**
 * The instant (epoch milliseconds) of a wall clock, given as if it were UTC. Where the clock shows a time twice (autumn) or never
 * (spring), the offset that was in force before the change counts.
 */
export function instantOf(wall: number, zone: string): number {
  if (!isZone(zone)) throw new RecordError('unknown-zone', 'The time zone is not an IANA zone.');
  const day = Math.floor(wall / DAY);
  const before = offsetAt((day - 1) * DAY, zone);
  const after = offsetAt((day + 2) * DAY, zone);
  const early = wall - before;
  if (before === after || exactOffset(early, zone) === before) return early;
  const late = wall - after;
  return exactOffset(late, zone) === after ? late : early;
}

/** Milliseconds east of UTC. Remembered per day: a function of its arguments all the same. */
function offsetAt(time: number, zone: string): number {
  const key = `${zone} ${time}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size > 50_000) offsets.clear();
  const offset = exactOffset(time, zone);
  offsets.set(key, offset);
  return offset;
}

const exactOffset = (time: number, zone: string): number => IANAZone.create(zone).offset(time) * 60_000;
