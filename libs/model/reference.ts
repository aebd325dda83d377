/** A number that a system gave to something: (allocatedBy, scheme, id), always text. `scheme` is written `uh/workOrder`. */
export interface Reference {
  readonly scheme: string;
  readonly id: string;
  /** Only in schemes whose ids are reused: the period that this id belongs to. */
  readonly period?: string;
}

/** One text for one reference, as stored and compared: `uh/workOrder:00545095`, `sheet/temp:12@2020-11`. */
export function referenceKey(reference: Reference): string {
  const period = reference.period === undefined ? '' : `@${reference.period}`;
  return `${reference.scheme}:${reference.id}${period}`;
}
