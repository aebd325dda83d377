/**
 * Bytes that cannot be parsed. It never leaves `libs/sources`: a file becomes a record with a fault, a delivery is refused. `code` is
 * stable. The message goes on from a subject ("is not UTF-8"), and names places and configured names, never content (I10).
 */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  constructor(
    readonly code:
      | 'unreadable'
      | 'doctype'
      | 'too-large'
      | 'not-utf8'
      | 'wrong-root'
      | 'column-gone'
      | 'wrong-field-count',
    message: string,
    readonly path?: string,
  ) {
    super(message);
  }
}
