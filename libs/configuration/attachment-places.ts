import type { AttachmentPlace } from '#libs/sources/attachments/attachment-place.js';
import type { AttachmentYaml } from './connector-yaml.js';
import type { StreamPlace } from './source-settings.js';

/** Where the records of a stream hold files. `source` is the key that it stands under. */
export function attachmentPlaces(
  given: readonly AttachmentYaml[],
  source: 'files' | 'webhook',
  { file, name, problems }: StreamPlace,
): readonly AttachmentPlace[] {
  const seen = new Set<string>();
  return given.map(({ at, content, type, class: sensitivity }, index) => {
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
