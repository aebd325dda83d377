import type { DeadlineRules } from '#libs/deadlines/rule.js';
import type { Authority } from '#libs/resolution/fold/order.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { DeadlineLaw } from './deadline-laws.js';
import type { SchemeRule } from '#libs/mapping/mapping-spec.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { FilesSettings } from '#libs/sources/files/files-settings.js';
import type { SqlSettings } from '#libs/sources/sql/settings.js';
import type { WebhookSettings } from '#libs/sources/webhook/webhook-settings.js';

export type SourceSettings = SqlSettings | FilesSettings | WebhookSettings;

/** One feed of a connector, ready to run. */
export interface StreamSpec {
  readonly connector: string;
  readonly name: string;
  readonly system: string;
  readonly source: SourceSettings;
  /** How often a source is asked; 0 for webhooks, which are not. */
  readonly everyMs: number;
  /** Older than this is late. */
  readonly freshnessMs: number;
  /** Before this instant (ISO 8601) nothing rings, texts or breaches. */
  readonly goLiveAt?: string;
  /** False: the source gives no version, so arrival decides, and sync health says so (I5). */
  readonly versioned: boolean;
  readonly mapping: StreamMapping;
  /** What its records may say: `work-order.completedAt`; `*` for a kind that each record decides. */
  readonly says: readonly string[];
}

export interface ConnectorSpec {
  /** The folder's name. */
  readonly name: string;
  readonly title: string;
  readonly system: string;
  readonly owner?: string;
  readonly streams: readonly StreamSpec[];
}

/** What a reference identifies; `undefined`: nothing, it only names a party. */
export interface Scheme extends SchemeRule {
  readonly identifies?: EntityKind;
}
export type Schemes = { readonly [scheme: string]: Scheme };

/** All that a connectors folder says, checked. */
export interface Configuration {
  readonly connectors: readonly ConnectorSpec[];
  readonly schemes: Schemes;
  readonly authority: Authority;
  /** Absent where the folder has no deadlines.yaml: then nothing has a deadline. */
  readonly deadlines?: DeadlineRules;
  /** Every law and contract that has rules, in use or not. */
  readonly laws: readonly DeadlineLaw[];
}
