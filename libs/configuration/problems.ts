import { ConfigError, type FilePlace } from '#libs/model/errors.js';

/** Everything that is wrong with a connectors folder. Code, place and way of the error itself are those of the first problem. */
export class ConfigurationErrors extends ConfigError {
  constructor(readonly problems: readonly [ConfigError, ...ConfigError[]]) {
    const [first] = problems;
    super(first.code, problems.map(problemText).join('\n'), first.place, first.way);
  }
}

/** A problem on one line: `connectors/x/connector.yaml:12:7 unknown-name streams.orders.map.status: The stream … Did you mean …?` */
export function problemText({ code, message, place, way }: ConfigError): string {
  const at = [place?.file, place?.line, place?.column].filter((part) => part !== undefined).join(':');
  const path = place?.path === undefined || place.path === '' ? '' : ` ${place.path}:`;
  return [at, `${code}${path === '' ? ':' : path}`, message, way].filter(Boolean).join(' ');
}

/** Collects problems, so that nothing stops at the first. */
export interface Problems {
  readonly all: ConfigError[];
  add(code: string, message: string, place?: FilePlace, way?: string): void;
}

/** Makes an empty collection. */
export function collectProblems(): Problems {
  const all: ConfigError[] = [];
  return {
    all,
    add: (code, message, place, way) => void all.push(new ConfigError(code, message, place, way)),
  };
}
