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

/** A main document with its personal companion. `personal` is absent where there is none, or where the caller may not use it. */
export interface WithPersonal<Main, Personal> {
  readonly main: Main;
  readonly personal?: Personal | undefined;
}

/** Everything about one work order that HACT has a place for: the order and the entities that it is linked to. */
export interface OrderFile extends WithPersonal<WorkOrder, WorkOrderPersonal> {
  /** The requests that the order answers. */
  readonly requests: readonly WithPersonal<Request, RequestPersonal>[];
  /** Entity id → property, for the places where the work is done. */
  readonly properties: ReadonlyMap<string, WithPersonal<Property, PropertyPersonal>>;
  /** Orders that follow on from it. */
  readonly followOns: readonly WorkOrder[];
}

/** Codes of HACT's long lists, read from the user's own copy of the schemas. */
export interface CodeLists {
  readonly units: ReadonlySet<string>;
  readonly serviceCharges: ReadonlySet<string>;
}

/** What the sender decides where the order does not say it. Where a setting is absent, nothing is assumed. */
export interface HactSettings {
  /** The number by which the receiver knows the order; needed where the order has several. */
  readonly number?: Reference | undefined;
  /** WorkClassCode, `0` to `60`, for an order whose own class is not one of HACT. */
  readonly workClass?: string | undefined;
  /** Name of the organization that instructs, for an order that does not say who does. */
  readonly instructedBy?: string | undefined;
  /** Without them units and service charges are left out, since nobody can tell whether they are codes of HACT. */
  readonly lists?: CodeLists | undefined;
}

/** Why something cannot stand in the HACT document. */
export interface Remark {
  /** Where it would stand: `WorkElement[0].Trade`; '' for the document as a whole. */
  readonly path: string;
  /** Plain words; for a person. */
  readonly message: string;
}

/** The result of an export. The documents are complete and valid only where `missing` is empty; otherwise the caller sends none. */
export interface Exported {
  /** With HACT's own PascalCase names. */
  readonly documents: readonly JsonObject[];
  /** What HACT requires and the order does not say, or says in a way that HACT has no form for. It is never guessed. */
  readonly missing: readonly Remark[];
  /** What the order says, and HACT has no place or no code for. */
  readonly leftOut: readonly Remark[];
}

/** Collects the remarks of one export. Both `missing` and `leaveOut` return undefined, to stand in place of the value. */
export interface Remarks {
  missing(path: string, message: string): undefined;
  leaveOut(path: string, message: string): undefined;
  /** The result: these documents with all remarks until now. */
  with(documents: readonly JsonObject[]): Exported;
}

/** Remarks of a new export: none yet. */
export function newRemarks(): Remarks {
  const missing: Remark[] = [];
  const leftOut: Remark[] = [];
  return {
    missing: (path, message) => void missing.push({ path, message }),
    leaveOut: (path, message) => void leftOut.push({ path, message }),
    with: (documents) => ({ documents, missing, leftOut }),
  };
}

/** The type of an element of this collection of a work order. */
export type ElementOf<Field extends keyof WorkOrder> =
  NonNullable<WorkOrder[Field]> extends readonly (infer Element)[] ? Element : never;

/** The personal half of an element: the one with the same system and number. Undefined where it has none. */
export const personalHalf = <Half extends { readonly ref: string; readonly system: string }>(
  element: { readonly ref: string; readonly system: string },
  halves: readonly Half[] = [],
): Half | undefined => halves.find((half) => half.ref === element.ref && half.system === element.system);
