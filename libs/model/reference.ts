/** A number that a system gave to something. It is always text. `scheme` says which system allocated it, and as what: `uh/workOrder`. */
export interface Reference {
  readonly scheme: string;
  readonly id: string;
  /** The period that the id belongs to; present only in schemes that reuse their ids. */
  readonly period?: string;
}

/** The reference as one text, by which it is stored and compared: `uh/workOrder:00545095`, `sheet/temp:12@2020-11`. */
export function referenceKey(reference: Reference): string {
  const period = reference.period === undefined ? '' : `@${reference.period}`;
  return `${reference.scheme}:${reference.id}${period}`;
}
