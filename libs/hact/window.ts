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

/** HACT writes a window as one day and times of it: those of the zone that the system was read in, else of UTC, with the offset. */
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

/** The day of an instant, in the zone that it was read in. */
export const londonDay = (instant: WorkOrderInstant): string | undefined =>
  local(instant).toISODate() ?? undefined;

const local = ({ at, zone }: WorkOrderInstant): DateTime => DateTime.fromISO(at, { zone: zone ?? 'utc' });
const time = (moment: DateTime): string =>
  moment.toFormat(moment.millisecond === 0 ? 'HH:mm:ssZZ' : 'HH:mm:ss.SSSZZ');
