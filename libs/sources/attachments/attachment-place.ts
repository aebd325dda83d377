export const ATTACHMENT_CLASSES = ['public', 'internal', 'personal', 'sensitive'] as const;

/** Where a stream's records hold files as text. */
export interface AttachmentPlace {
  /** Names on the way to what holds one, none for the record itself. Lists are walked; capitals do not matter. */
  readonly at: readonly string[];
  /** Member whose text is the bytes. */
  readonly content: string;
  /** Member in which the sender says what kind of file it is. */
  readonly type?: string;
  readonly class: (typeof ATTACHMENT_CLASSES)[number];
}
