import { DateTime } from 'luxon';
import type { WorkOrderInstant } from '#libs/model/generated/types.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Remarks } from './export.js';
import { present } from './values.js';

interface Window {
  readonly from?: WorkOrderInstant | undefined;
  readonly to?: WorkOrderInstant | undefined;
  readonly slot?: string | undefined;
}

/**
 * A window as HACT writes it: one day, and times of that day with their offset, in the zone that the system was read in or else in UTC.
 * The end of a window that ends on another day is left out. Undefined where nothing of the window is known.
 */
export function appointmentWindow(
  { from, to, slot }: Window,
  reference: JsonObject | undefined,
  remarks: Remarks,
): JsonObject | undefined {
  if (from === undefined && to === undefined && slot === undefined) return undefined;
  const begin = from && local(from);
  const end = to && local(to);
  const day = (begin ?? end)?.toISODate() ?? undefined;
  const sameDay = end?.toISODate() === day;
  if (end && !sameDay)
    remarks.leaveOut(
      'RefinedAppointmentWindow',
      'the end of a window that ends on another day than it begins',
    );
  return present({
    Date: day,
    TimeOfDay: present({
      Name: slot,
      EarliestArrivalTime: begin && time(begin),
      LatestArrivalTime: end && sameDay ? time(end) : undefined,
    }),
    Reference: reference,
  });
}

/** The day of an instant (`2026-03-29`) in the zone that it was read in, or else in UTC. */
export const localDay = (instant: WorkOrderInstant): string | undefined =>
  local(instant).toISODate() ?? undefined;

const local = ({ at, zone }: WorkOrderInstant): DateTime => DateTime.fromISO(at, { zone: zone ?? 'utc' });
const time = (moment: DateTime): string =>
  moment.toFormat(moment.millisecond === 0 ? 'HH:mm:ssZZ' : 'HH:mm:ss.SSSZZ');
