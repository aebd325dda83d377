import type { JsonObject } from '#libs/model/json.js';
import type { Reference } from '#libs/model/reference.js';
import { personalHalf, type ElementOf, type HactSettings, type OrderFile, type Remarks } from './export.js';
import { updateType } from './update-type.js';
import { elementReference, present, someOf } from './values.js';
import { appointmentWindow, localDay } from './window.js';
import { rateItem } from './work-element.js';

type JobUpdate = ElementOf<'jobUpdates'>;

/** One update of the contractor as a JobStatusUpdate, without the order's number. `path`: where it would stand, for remarks. */
export function jobUpdate(
  update: JobUpdate,
  file: OrderFile,
  settings: HactSettings,
  path: string,
  remarks: Remarks,
): JsonObject {
  const { personal } = file;
  const personalPart = personalHalf(update, personal?.jobUpdates);
  const rates = (update.rates ?? []).map((rate, index) =>
    rateItem(rate, undefined, settings, `${path}.MoreSpecificSORCode.RateScheduleItem[${index}]`, remarks),
  );
  return present({
    Reference: elementReference(update),
    RelatedWorkElementReference: related(update.tasks),
    EventTime: update.at?.at,
    ...(update.type && updateType(update.type)),
    OperativesAssigned: operatives(
      update.operativeRefs,
      personalPart?.operativeNames,
      `${path}.OperativesAssigned`,
      remarks,
    ),
    RefinedAppointmentWindow: appointmentWindow(update, undefined, remarks),
    CustomerCommunicationChannelAttempted: someOf({
      Channel: channel(update.contactAttempted, path, remarks),
      Value: personalPart?.contactValue,
    }),
    Comments: personalPart?.comments,
    MoreSpecificSORCode: rates.length === 0 ? undefined : { RateScheduleItem: rates },
    Evidence: (update.evidence ?? []).flatMap((ref) => attachments(ref, file)),
  });
}

/** References to work elements by their numbers. */
export const related = (refs: readonly string[] = []): JsonObject[] =>
  refs.filter(Boolean).map((ref) => ({ ID: ref }));

/** An operative by number, as HACT identifies a person. */
export const identification = ({ scheme, id }: Reference): JsonObject => ({
  Identification: { Type: scheme, Number: id },
});

/**
 * Operatives with numbers and names. Both lists come from one list of operatives: where they differ in length, nobody can tell whose name
 * it is.
 */
export function operatives(
  numbers: readonly Reference[] = [],
  names: readonly string[] = [],
  path: string,
  remarks: Remarks,
): JsonObject[] {
  if (numbers.length === 0) return names.map((name) => ({ NameFull: name }));
  if (names.length > 0 && names.length !== numbers.length)
    remarks.leaveOut(path, 'names that are not as many as the numbers');
  return numbers.map((number, index) =>
    present({
      ...identification(number),
      NameFull: names.length === numbers.length ? names[index] : undefined,
    }),
  );
}

/** Only two of HACT's media codes are sure: 20 is audio, 0 is other. */
function channel(
  word: JobUpdate['contactAttempted'],
  path: string,
  remarks: Remarks,
): JsonObject | undefined {
  if (word === 'phone') return { Medium: '20' };
  if (word === 'other') return { Medium: '0' };
  return (
    word && remarks.leaveOut(`${path}.CustomerCommunicationChannelAttempted`, `no sure code for "${word}"`)
  );
}

function attachments(ref: string, { main, personal }: OrderFile): JsonObject[] {
  return (main.attachments ?? [])
    .filter((attachment) => attachment.ref === ref)
    .map((attachment) => {
      const personalPart = personalHalf(attachment, personal?.attachments);
      return present({
        Reference: [elementReference(attachment)],
        URI: personalPart?.link ?? attachment.uri,
        AsOfDate: attachment.takenAt && localDay(attachment.takenAt),
        Filename: personalPart?.name,
        Title: personalPart?.description,
      });
    });
}
