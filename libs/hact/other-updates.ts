import type { JsonObject } from '#libs/model/json.js';
import { personalHalf, type ElementOf, type OrderFile, type Remarks } from './export.js';
import { identification, related } from './job-update.js';
import { otherType, typeOfWord, updateType } from './update-type.js';
import { elementReference, present } from './values.js';
import { appointmentWindow } from './window.js';

/** What other systems than the contractor's told in the course of the order, as status updates. */
export const otherUpdates = (file: OrderFile, remarks: Remarks): readonly JsonObject[] => [
  ...(file.main.appointments ?? []).flatMap((it) => appointment(it, remarks)),
  ...(file.main.visits ?? []).flatMap((it) => visit(it, file)),
  ...(file.main.variations ?? []).flatMap((it) => variation(it, file)),
  ...(file.main.satisfaction ?? []).flatMap((it) => feedback(it, file, remarks)),
];

/** A window that was only offered is no news of the job. */
function appointment(it: ElementOf<'appointments'>, remarks: Remarks): JsonObject[] {
  const state = it.state?.value;
  const reference = elementReference(it);
  const window = appointmentWindow(it, reference, remarks);
  if (state === 'offered' || window === undefined) return [];
  const assigned = (it.operativeRefs ?? []).map(identification);
  const type =
    state === 'cancelled' || state === 'missed'
      ? otherType(`appointment ${state}`)
      : assigned.length > 0
        ? typeOfWord('operatives-assigned')
        : {};
  return [
    present({
      Reference: reference,
      EventTime: it.bookedAt?.at,
      ...type,
      OperativesAssigned: assigned,
      RefinedAppointmentWindow: window,
    }),
  ];
}

/** A finished or cancelled visit is not a finished or cancelled order: only these two say the same of both. */
const ABOUT_THE_JOB: ReadonlySet<string> = new Set(['no-access', 'incomplete']);

function visit(it: ElementOf<'visits'>, { personal }: OrderFile): JsonObject[] {
  if (it.outcome === undefined) return [];
  const { value, raw } = it.outcome;
  const type =
    value !== undefined && ABOUT_THE_JOB.has(value)
      ? typeOfWord(value)
      : otherType(`visit ${value?.replaceAll('-', ' ') ?? raw.label ?? raw.code}`);
  return [
    present({
      Reference: elementReference(it),
      EventTime: it.attendedAt?.at,
      ...type,
      OperativesAssigned: (it.operativeRefs ?? []).map(identification),
      Comments: personalHalf(it, personal?.visits)?.comments,
    }),
  ];
}

const VARIATION_UPDATES = {
  requested: 'variation',
  acknowledged: 'variation-acknowledged',
  approved: 'additional-work-approved',
  rejected: 'variation-rejected',
} as const;

function variation(it: ElementOf<'variations'>, { personal }: OrderFile): JsonObject[] {
  if (it.state === undefined) return [];
  const { value } = it.state;
  const word = value && VARIATION_UPDATES[value];
  const decided = value === 'approved' || value === 'rejected' ? it.decidedAt : it.at;
  return [
    present({
      Reference: elementReference(it),
      RelatedWorkElementReference: related(it.tasks),
      EventTime: decided?.at,
      ...(word ? typeOfWord(word) : updateType(it.state)),
      Comments: personalHalf(it, personal?.variations)?.comments,
    }),
  ];
}

/** HACT wants the time and a score. */
function feedback(it: ElementOf<'satisfaction'>, { personal }: OrderFile, remarks: Remarks): JsonObject[] {
  if (it.at === undefined || it.score === undefined) {
    remarks.leaveOut('CustomerFeedback', 'an opinion of the tenant without a time or a score');
    return [];
  }
  const score = present({
    Name: it.question?.raw.label ?? it.question?.raw.code,
    CurrentScore: it.score,
    Maximum: it.outOf,
    Comment: personalHalf(it, personal?.satisfaction)?.comments,
  });
  return [
    {
      Reference: elementReference(it),
      EventTime: it.at.at,
      CustomerFeedback: { FeedbackSet: [{ Score: [score], DateTime: it.at.at }] },
    },
  ];
}
