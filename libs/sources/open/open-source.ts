import type { AttachmentStore } from '../attachments/attachment-store.js';
import { withAttachments } from '../attachments/with-attachments.js';
import { filesSource } from '../files/files-source.js';
import type { FilesSettings } from '../files/files-settings.js';
import type { SqlSettings } from '../sql/settings.js';
import type { PullSource } from '../source.js';
import type { SqlDialect } from '../sql/dialect.js';
import { postgres } from '../sql/postgres/postgres.js';
import { sqlSource } from '../sql/sql-source.js';

/**
 * Makes the source of a stream that is asked. The reader of a stream calls it each time it gets the lease, and closes what it was given. It
 * does no I/O before its first `read` or `committed`. Where the stream's records bring files along, they go into `store` during `read`.
 */
export function openSource(settings: SqlSettings | FilesSettings, store: AttachmentStore): PullSource {
  switch (settings.kind) {
    case 'sql':
      return sqlSource(settings, dialectOf(settings));
    case 'files':
      return settings.attachments === undefined
        ? filesSource(settings)
        : withAttachments(filesSource(settings), settings.attachments, store);
    default:
      return settings satisfies never;
  }
}

function dialectOf(settings: SqlSettings): SqlDialect {
  switch (settings.dialect) {
    case 'postgres':
      return postgres(settings);
    default:
      return settings.dialect satisfies never;
  }
}
