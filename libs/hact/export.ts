import type {
  Property,
  PropertyPersonal,
  Request,
  RequestPersonal,
  WorkOrder,
  WorkOrderPersonal,
} from '#libs/model/generated/types.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Reference } from '#libs/model/reference.js';

/** A document with its personal companion, where that is known and may be used. */
export interface WithPersonal<Main, Personal> {
  readonly main: Main;
  readonly personal?: Personal | undefined;
}

/** A work order with what hangs on it, as far as HACT has a place for it. */
export interface OrderFile extends WithPersonal<WorkOrder, WorkOrderPersonal> {
  /** The requests that it answers. */
  readonly requests: readonly WithPersonal<Request, RequestPersonal>[];
  /** Where it is done, by entity id. */
  readonly properties: ReadonlyMap<string, WithPersonal<Property, PropertyPersonal>>;
  /** Orders that follow on it. */
  readonly followOns: readonly WorkOrder[];
}

/** HACT's long lists of codes, as in the user's own copy of the schemas. */
export interface CodeLists {
  readonly units: ReadonlySet<string>;
  readonly serviceCharges: ReadonlySet<string>;
}

/** What the sender decides, since the order may not say it. Nothing is assumed where it is absent. */
export interface HactSettings {
  /** The number by which the other side knows the order; needed where it has several. */
  readonly number?: Reference | undefined;
  /** WorkClassCode of orders that have none of HACT's, 0 to 60. */
  readonly workClass?: string | undefined;
  /** Name of the organization that instructs, for orders that do not say who. */
  readonly instructedBy?: string | undefined;
  /** Without them a unit or a service charge is left out: nobody can tell whether it is a code of HACT. */
  readonly lists?: CodeLists | undefined;
}

/** A place in the HACT document, and why nothing can stand there. */
export interface Remark {
  readonly path: string;
  readonly message: string;
}

/** PascalCase documents. They are whole and valid only while nothing is missing. */
export interface Exported {
  readonly documents: readonly JsonObject[];
  /** What HACT requires and the order does not say, or says in a way that HACT cannot: never guessed. */
  readonly missing: readonly Remark[];
  /** What the order says and HACT has no place or no code for. */
  readonly leftOut: readonly Remark[];
}

/** Collects the remarks of one export. */
export interface Remarks {
  missing(path: string, message: string): undefined;
  leaveOut(path: string, message: string): undefined;
  with(documents: readonly JsonObject[]): Exported;
}

export function newRemarks(): Remarks {
  const missing: Remark[] = [];
  const leftOut: Remark[] = [];
  return {
    missing: (path, message) => void missing.push({ path, message }),
    leaveOut: (path, message) => void leftOut.push({ path, message }),
    with: (documents) => ({ documents, missing, leftOut }),
  };
}

export type ElementOf<Field extends keyof WorkOrder> =
  NonNullable<WorkOrder[Field]> extends readonly (infer Element)[] ? Element : never;

/** The personal half of an element, which is the one of the same system and number. */
export const personalHalf = <Half extends { readonly ref: string; readonly system: string }>(
  element: { readonly ref: string; readonly system: string },
  halves: readonly Half[] = [],
): Half | undefined => halves.find((it) => it.ref === element.ref && it.system === element.system);
