import type { Target } from './contractor/post.js';

/** What the simulator is told by its environment. */
export interface Settings {
  /** The housing database; its account must be allowed to create roles. */
  readonly databaseUrl: string;
  readonly repairs: number;
  readonly rate: number;
  readonly seed: number;
  readonly target: Target;
  readonly financeDrop: string;
  readonly reader: { readonly user: string; readonly password: string };
  readonly until: 'quiet' | 'stopped';
  /** `seed`: make the estate and end. */
  readonly only: 'seed' | undefined;
}

/** Every fault in the environment at once, each with the name of its variable and never with its value. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
  flags: readonly string[],
): Settings {
  const faults: string[] = [];
  const text = (name: string, fallback?: string): string => {
    const value = env[name] ?? fallback;
    if (value === undefined || value === '') faults.push(`${name} is missing`);
    return value ?? '';
  };
  const whole = (name: string, fallback: number, least: number): number => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isFinite(value) || value < least)
      faults.push(`${name} must be a number of at least ${least}`);
    return value;
  };
  const settings: Settings = {
    databaseUrl: text('SIM_DATABASE_URL'),
    repairs: Math.round(whole('SIM_REPAIRS', 20_000, 1)),
    rate: whole('SIM_RATE', 5, 0),
    seed: Math.round(whole('SIM_SEED', 1, 0)),
    target: {
      url: text('LINTEL_URL', 'http://127.0.0.1:8081').replace(/\/$/, ''),
      scheduler: { user: text('DRS_USER'), password: text('DRS_PASSWORD') },
      contractor: { user: text('CONTRACTOR_USER'), password: text('CONTRACTOR_PASSWORD') },
      signingKey: env['CONTRACTOR_SIGNING_KEY'],
    },
    financeDrop: text('FINANCE_DROP'),
    reader: { user: text('SIM_READER_USER'), password: text('SIM_READER_PASSWORD') },
    until: env['SIM_STOP_WHEN'] === 'quiet' ? 'quiet' : 'stopped',
    only: flags.includes('--seed-only') ? 'seed' : undefined,
  };
  const stopWhen = env['SIM_STOP_WHEN'];
  if (stopWhen !== undefined && stopWhen !== 'quiet') faults.push('SIM_STOP_WHEN knows only the word quiet');
  if (settings.until === 'quiet' && settings.rate > 0) faults.push('SIM_STOP_WHEN=quiet needs SIM_RATE=0');
  if (faults.length > 0) throw new SettingsError(faults.join('; '));
  return settings;
}
