import type { AttachmentPlace } from '#libs/sources/attachments/attachment-place.js';
import type { AttachmentYaml } from './connector-yaml.js';
import type { StreamContext } from './source-settings.js';

/**
 * The places in which the records of a stream hold files. `source` is the key of the stream that the entries stand under, for errors. A
 * place that stands twice is added to the problems of the context.
 */
export function attachmentPlaces(
  entries: readonly AttachmentYaml[],
  source: 'files' | 'webhook',
  { file, name, problems }: StreamContext,
): readonly AttachmentPlace[] {
  const seen = new Set<string>();
  return entries.map(({ at, content, type, class: sensitivity }, index) => {
    const place = `${at ?? ''} ${content}`.toLowerCase();
    if (seen.has(place)) {
      const path = ['streams', name, source, 'attachments', index];
      problems.add('repeated-attachment', 'The same content is named twice.', file.place(path));
    }
    seen.add(place);
    return {
      at: at?.split('.') ?? [],
      content,
      ...(type === undefined ? {} : { type }),
      class: sensitivity,
    };
  });
}
