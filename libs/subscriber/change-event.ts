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

/** The type of the value in each kind of topic. A new kind needs its two lines here, or nothing that uses it compiles. */
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
  /** `ce_id`: `<topic>/<key>:<version>`, the same however often the event comes. Whoever keeps it recognises a repeat after a restart. */
  readonly id: string;
  readonly kind: K;
  /** The entity's id. */
  readonly key: string;
  /** Counts the events of this entity on this topic: 1, 2, 3 …. Whoever begins late sees gaps, never disorder. */
  readonly version: number;
  /** Everything that happened in this change: at least one word, but none where `value` is undefined. `withdrawn`, and `merged` with `into`, end an id. */
  readonly changes: readonly ChangeKind[];
  /** `backfill`: the connector was not live yet, so nothing should ring or be sent for it. */
  readonly origin: Origin;
  /** When the change was committed, ISO 8601. */
  readonly at: string;
  /** The whole entity after the change. Undefined only in personal topics: its personal data was erased. */
  readonly value: K extends EntityKind ? ValueByKind[K] : ValueByKind[K] | undefined;
}
