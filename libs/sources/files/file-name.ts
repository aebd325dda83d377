import { join, sep } from 'node:path';

/** The name of a file in its folder. */
export interface FileName {
  /** For patterns and for a person. Where the name is no UTF-8, each wrong byte is shown as U+FFFD. */
  readonly name: string;
  /** Hex. Only where the name is no UTF-8: then these bytes are the name. */
  readonly bytes?: string;
}

/** The name that a folder gives, as old Windows and Unix programs write them: in any encoding. */
export function fileName(raw: Buffer): FileName {
  const name = raw.toString();
  return Buffer.from(name).equals(raw) ? { name } : { name, bytes: raw.toString('hex') };
}

/** The bytes of a name, as the folder holds them. */
export const nameBytes = ({ name, bytes }: FileName): Buffer =>
  bytes === undefined ? Buffer.from(name) : Buffer.from(bytes, 'hex');

/** The path of a file, for any function of `node:fs`. */
export const pathIn = (folder: string, file: FileName): string | Buffer =>
  file.bytes === undefined
    ? join(folder, file.name)
    : Buffer.concat([Buffer.from(`${folder}${sep}`), nameBytes(file)]);

/** Tells whether two names are one. */
export const sameName = (a: FileName, b: FileName): boolean => a.name === b.name && a.bytes === b.bytes;
