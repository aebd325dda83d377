import type { Block, CleanRules, MappingSpec } from '#libs/mapping/mapping-spec.js';
import type { AttachmentPlace } from '#libs/sources/attachments/attachment-place.js';
import type { VersionKind } from '#libs/model/version.js';

/** The content of connector.yaml once schemas/connector.v1.json has checked it. Whoever changes one changes the other. The schema describes each key. */
export interface ConnectorYaml {
  readonly title: string;
  readonly system: string;
  readonly owner?: string;
  readonly sql?: SqlYaml;
  readonly files?: { readonly folder?: string; readonly minimumAge?: string };
  readonly clean?: CleanRules;
  readonly timezone?: string;
  readonly dates?: readonly string[];
  readonly currency?: string;
  readonly goLiveAt?: string;
  readonly streams: { readonly [name: string]: StreamYaml };
}
/** `sql` of a connector. */
export interface SqlYaml {
  readonly dialect: 'postgres';
  readonly host: string;
  readonly port?: number | string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly ssl?: boolean;
  readonly timezone?: string;
}
/** An entry of `attachments`. */
export interface AttachmentYaml {
  readonly at?: string;
  readonly content: string;
  readonly type?: string;
  readonly class: AttachmentPlace['class'];
}
/** `files` of a stream. */
export interface FilesYaml {
  readonly folder?: string;
  readonly pattern: string;
  readonly format: 'csv' | 'json' | 'xml';
  readonly record?: readonly string[];
  readonly repeated?: readonly string[];
  readonly minimumAge?: string;
  readonly attachments?: readonly AttachmentYaml[];
}
/** `webhook` of a stream. */
export interface WebhookYaml {
  readonly auth: {
    readonly basic?: { readonly user: string; readonly password: string };
    readonly standardWebhooks?: { readonly keys: readonly string[] };
  };
  readonly format: 'soap' | 'json';
  readonly record?: string;
  readonly repeated?: readonly string[];
  readonly unfit?: 'accept' | 'refuse';
  readonly attachments?: readonly AttachmentYaml[];
}
/** One stream of a connector. */
export interface StreamYaml extends Omit<Block, 'as' | 'identity'> {
  readonly from?: string;
  readonly files?: FilesYaml;
  readonly webhook?: WebhookYaml;
  readonly respond?: { readonly status: number; readonly contentType?: string; readonly body?: string };
  readonly key: string | readonly string[];
  readonly version?:
    | string
    | { readonly is: string; readonly kind: VersionKind; readonly optional?: boolean };
  readonly watermark?: { readonly column: string; readonly kind: 'xid8' };
  readonly backfill?: string;
  readonly every?: string;
  readonly freshness?: string;
  readonly timezone?: string;
  readonly dates?: readonly string[];
  readonly clean?: CleanRules;
  readonly filter?: { readonly [rule: string]: string };
  readonly changedAt?: string;
  readonly as: string;
  readonly identity: NonNullable<Block['identity']>;
  readonly parts?: NonNullable<MappingSpec['parts']>;
}
