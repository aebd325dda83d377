/** The first lines of what a program said before it failed, for a message; '' where it said nothing. */
export const stderrOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'stderr' in error
    ? String(error.stderr).trim().split('\n').slice(0, 3).join(' ')
    : '';
