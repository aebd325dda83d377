import type { JsonObject } from '#libs/model/json.js';
import { personalHalf, type ElementOf, type OrderFile, type Remarks } from './export.js';
import { identification, related } from './job-update.js';
import { otherType, typeOfWord, updateType } from './update-type.js';
import { elementReference, present } from './values.js';
import { appointmentWindow } from './window.js';

/** What systems other than the contractor's reported in the course of the order, as JobStatusUpdates without the order's number. */
export const otherUpdates = (file: OrderFile, remarks: Remarks): readonly JsonObject[] => [
  ...(file.main.appointments ?? []).flatMap((it) => ofAppointment(it, remarks)),
  ...(file.main.visits ?? []).flatMap((it) => ofVisit(it, file)),
  ...(file.main.variations ?? []).flatMap((it) => ofVariation(it, file)),
  ...(file.main.satisfaction ?? []).flatMap((it) => ofOpinion(it, file, remarks)),
];

/** A window that was only offered is no update of the job. */
function ofAppointment(appointment: ElementOf<'appointments'>, remarks: Remarks): JsonObject[] {
  const state = appointment.state?.value;
  const reference = elementReference(appointment);
  const window = appointmentWindow(appointment, reference, remarks);
  if (state === 'offered' || window === undefined) return [];
  const assigned = (appointment.operativeRefs ?? []).map(identification);
  const type =
    state === 'cancelled' || state === 'missed'
      ? otherType(`appointment ${state}`)
      : assigned.length > 0
        ? typeOfWord('operatives-assigned')
        : {};
  return [
    present({
      Reference: reference,
      EventTime: appointment.bookedAt?.at,
      ...type,
      OperativesAssigned: assigned,
      RefinedAppointmentWindow: window,
    }),
  ];
}

/** Outcomes of a visit that say the same of the order. A finished visit, for instance, is not a finished order. */
const ABOUT_THE_JOB: ReadonlySet<string> = new Set(['no-access', 'incomplete']);

function ofVisit(visit: ElementOf<'visits'>, { personal }: OrderFile): JsonObject[] {
  if (visit.outcome === undefined) return [];
  const { value, raw } = visit.outcome;
  const type =
    value !== undefined && ABOUT_THE_JOB.has(value)
      ? typeOfWord(value)
      : otherType(`visit ${value?.replaceAll('-', ' ') ?? raw.label ?? raw.code}`);
  return [
    present({
      Reference: elementReference(visit),
      EventTime: visit.attendedAt?.at,
      ...type,
      OperativesAssigned: (visit.operativeRefs ?? []).map(identification),
      Comments: personalHalf(visit, personal?.visits)?.comments,
    }),
  ];
}

const VARIATION_UPDATES = {
  requested: 'variation',
  acknowledged: 'variation-acknowledged',
  approved: 'additional-work-approved',
  rejected: 'variation-rejected',
} as const;

function ofVariation(variation: ElementOf<'variations'>, { personal }: OrderFile): JsonObject[] {
  if (variation.state === undefined) return [];
  const { value } = variation.state;
  const word = value && VARIATION_UPDATES[value];
  const decided = value === 'approved' || value === 'rejected' ? variation.decidedAt : variation.at;
  return [
    present({
      Reference: elementReference(variation),
      RelatedWorkElementReference: related(variation.tasks),
      EventTime: decided?.at,
      ...(word ? typeOfWord(word) : updateType(variation.state)),
      Comments: personalHalf(variation, personal?.variations)?.comments,
    }),
  ];
}

/** HACT requires the time and a score. */
function ofOpinion(
  opinion: ElementOf<'satisfaction'>,
  { personal }: OrderFile,
  remarks: Remarks,
): JsonObject[] {
  if (opinion.at === undefined || opinion.score === undefined) {
    remarks.leaveOut('CustomerFeedback', 'an opinion of the tenant without a time or a score');
    return [];
  }
  const score = present({
    Name: opinion.question?.raw.label ?? opinion.question?.raw.code,
    CurrentScore: opinion.score,
    Maximum: opinion.outOf,
    Comment: personalHalf(opinion, personal?.satisfaction)?.comments,
  });
  return [
    {
      Reference: elementReference(opinion),
      EventTime: opinion.at.at,
      CustomerFeedback: { FeedbackSet: [{ Score: [score], DateTime: opinion.at.at }] },
    },
  ];
}
