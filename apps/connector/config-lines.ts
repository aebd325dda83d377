import { ConfigurationErrors } from '#libs/configuration/problems.js';
import type { ConfigError } from '#libs/model/errors.js';
import type { LogLine } from '#libs/model/log-line.js';

/** Why nothing starts: a line for each thing that must be mended. */
export function configLines(error: ConfigError): readonly LogLine[] {
  if (error instanceof ConfigurationErrors) return error.problems.flatMap(configLines);
  const { code, message, place, way } = error;
  const at = place && [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  return [
    {
      level: 'error',
      code,
      ...(at === undefined ? {} : { place: at }),
      ...(place?.path === undefined ? {} : { path: place.path }),
      message,
      ...(way === undefined ? {} : { way }),
    },
  ];
}
