import type {
  Invoice,
  InvoicePersonal,
  Property,
  PropertyPersonal,
  Request,
  RequestPersonal,
  WorkOrder,
  WorkOrderPersonal,
  HazardCase,
  HazardCasePersonal,
} from '#libs/model/generated/types.js';
import type { ChangeKind, EntityKind, Origin } from '#libs/model/kinds.js';

/** What a topic holds: entities of one kind, or their personal companions. */
export type SubscribedKind = EntityKind | `${EntityKind}-personal`;

/** The value of each kind of topic. A new kind needs its two lines here, or nothing that uses it compiles. */
export interface ValueByKind {
  readonly request: Request;
  readonly 'request-personal': RequestPersonal;
  readonly 'work-order': WorkOrder;
  readonly 'work-order-personal': WorkOrderPersonal;
  readonly 'hazard-case': HazardCase;
  readonly 'hazard-case-personal': HazardCasePersonal;
  readonly invoice: Invoice;
  readonly 'invoice-personal': InvoicePersonal;
  readonly property: Property;
  readonly 'property-personal': PropertyPersonal;
}

/** What a handler is given: an entity after a change. */
export interface ChangeEvent<K extends SubscribedKind = SubscribedKind> {
  /** `ce_id`: `<topic>/<key>:<version>`, the same however often the event comes. Keep it to recognise a repeat after a restart. */
  readonly id: string;
  readonly kind: K;
  /** The entity's id. */
  readonly key: string;
  /** Of this entity on this topic: 1, 2, 3 …; whoever begins late sees gaps, never disorder. */
  readonly version: number;
  /** Everything that this change was; at least one. `merged` and `withdrawn` are the last word on an id. */
  readonly changes: readonly ChangeKind[];
  /** `backfill`: the connector was not live yet; nothing should ring or be sent for it. */
  readonly origin: Origin;
  /** ISO 8601, when the change was committed. */
  readonly at: string;
  /** The whole entity after the change; `undefined` only in personal topics: it was erased. */
  readonly value: K extends EntityKind ? ValueByKind[K] : ValueByKind[K] | undefined;
}
