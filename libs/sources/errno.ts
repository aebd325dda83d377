import { TransientError } from '#libs/model/errors.js';

/** The system's code of an error, as `ENOENT`; 'unknown' where it has none. */
export const errno = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';

/** TransientError `too-many-open-files` where an error says that of this process or this machine: no folder is to blame. */
export const tooManyOpenFiles = (error: unknown): TransientError | undefined =>
  ['EMFILE', 'ENFILE'].includes(errno(error))
    ? new TransientError('too-many-open-files', `too many files are open: ${errno(error)}`, false, {
        cause: error,
      })
    : undefined;
