import type { DeadlineRules } from '#libs/deadlines/rule.js';
import type { Authority } from '#libs/resolution/fold/order.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { DeadlineLaw } from './deadline-laws.js';
import type { SchemeRule } from '#libs/mapping/mapping-spec.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { FilesSettings } from '#libs/sources/files/files-settings.js';
import type { SqlSettings } from '#libs/sources/sql/settings.js';
import type { WebhookSettings } from '#libs/sources/webhook/webhook-settings.js';

/** Settings of a source of any kind; `kind` tells which. */
export type SourceSettings = SqlSettings | FilesSettings | WebhookSettings;

/** One feed of a connector, checked and compiled. */
export interface StreamSpec {
  readonly connector: string;
  readonly name: string;
  /** The system that allocates its references. */
  readonly system: string;
  readonly source: SourceSettings;
  /** Milliseconds between two reads of a drained source. 0 for webhooks, which are not asked. */
  readonly everyMs: number;
  /** Milliseconds after its last success from which the stream is late. */
  readonly freshnessMs: number;
  /** Before this instant (ISO 8601) events are of the origin `backfill`, for which nothing rings. */
  readonly goLiveAt?: string;
  /** False: the source gives no version, so the order of arrival decides, and sync health says so (I5). */
  readonly versioned: boolean;
  readonly mapping: StreamMapping;
  /** What its records may say, as `work-order.completedAt`; `*` stands for a kind that each record decides. */
  readonly says: readonly string[];
}

/** One connector, checked, with all its streams. */
export interface ConnectorSpec {
  /** The name of its folder. */
  readonly name: string;
  readonly title: string;
  readonly system: string;
  readonly owner?: string;
  readonly streams: readonly StreamSpec[];
}

/** What schemes.yaml says of one scheme. */
export interface Scheme extends SchemeRule {
  /** The kind of entity that its references identify. Absent: they only name a party. */
  readonly identifies?: EntityKind;
}
/** The schemes by their names, as `uh/workOrder`. */
export type Schemes = { readonly [scheme: string]: Scheme };

/** Everything that a connectors folder says, checked. It is plain data and never changes. */
export interface Configuration {
  /** Those that were wanted, in the order of their names. */
  readonly connectors: readonly ConnectorSpec[];
  readonly schemes: Schemes;
  readonly authority: Authority;
  /** Absent where the folder has no deadlines.yaml. Then nothing has a deadline. */
  readonly deadlines?: DeadlineRules;
  /** Every law and contract that has rules, whether it is in use or not. */
  readonly laws: readonly DeadlineLaw[];
}
