/**
 * The environment of a Java program of ours. The locale has an encoding: without one Java takes every letter of a path that is not ASCII for
 * a question mark, in its arguments and in files it opens. Nothing else of the surroundings reaches it.
 */
export const javaEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '/',
  LC_ALL: UTF8_LOCALE,
});

/** Without a language, in every system that Java runs on. */
export const UTF8_LOCALE = 'C.UTF-8';
