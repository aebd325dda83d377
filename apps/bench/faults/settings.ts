import { parseArgs } from 'node:util';
import { ConfigError } from '#libs/model/errors.js';

export const SCENARIOS = ['connector', 'kafka', 'postgres', 'sleep', 'mixed', 'lost-event'] as const;
export type Scenario = (typeof SCENARIOS)[number];

export interface Settings {
  readonly scenario: Scenario;
  /** How often; in `sleep` for how many seconds. */
  readonly kills: number;
  /** Requests of the pretend estate. */
  readonly repairs: number;
  readonly seed: number;
  /** Leave the data folders of the services for a look afterwards. */
  readonly keep: boolean;
}

const USUAL_KILLS: Readonly<Record<Scenario, number>> = {
  connector: 50,
  kafka: 5,
  postgres: 5,
  sleep: 60,
  mixed: 20,
  'lost-event': 1,
};

/** `<scenario> [--kills N] [--repairs N] [--seed N] [--keep]`. ConfigError `bench-usage`. */
export function readSettings(args: readonly string[]): Settings {
  const { values, positionals } = parse(args);
  const scenario = SCENARIOS.find((it) => it === positionals[0]);
  if (scenario === undefined) throw usage();
  const whole = (text: string | undefined, usual: number): number => {
    const number = Number(text ?? usual);
    if (!Number.isInteger(number) || number < 0) throw usage();
    return number;
  };
  return {
    scenario,
    kills: whole(values.kills, USUAL_KILLS[scenario]),
    repairs: whole(values.repairs, 5_000),
    seed: whole(values.seed, 1),
    keep: values.keep ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        kills: { type: 'string' },
        repairs: { type: 'string' },
        seed: { type: 'string' },
        keep: { type: 'boolean' },
      },
    });
  } catch {
    throw usage();
  }
}

const usage = (): ConfigError =>
  new ConfigError(
    'bench-usage',
    `Usage: main.js ${SCENARIOS.join('|')} [--kills N] [--repairs N] [--seed N] [--keep]`,
  );
