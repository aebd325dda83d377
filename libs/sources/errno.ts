/** The system's code of an error, as `ENOENT`; 'unknown' where it has none. */
export const errno = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
