/** Who may see an attachment; the words of the fields' classes. */
export const ATTACHMENT_CLASSES = ['public', 'internal', 'personal', 'sensitive'] as const;

/** A place where the records of a stream hold a file as text. Capitals in names do not matter. */
export interface AttachmentPlace {
  /** Names from the record down to the object that holds the file; empty for the record itself. Lists on the way are walked. */
  readonly at: readonly string[];
  /** Name of the member whose text is the bytes. */
  readonly content: string;
  /** Name of the member in which the sender says what kind of file it is. */
  readonly type?: string;
  /** Who may see the file. */
  readonly class: (typeof ATTACHMENT_CLASSES)[number];
}
