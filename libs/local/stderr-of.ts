/** The first three lines that a failed program wrote to stderr, for a message; '' where it wrote none. */
export const stderrOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stderr' in error
    ? String(error.stderr).trim().split('\n').slice(0, 3).join(' ')
    : '';
