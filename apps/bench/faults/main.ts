import { ConfigError, TransientError } from '#libs/model/errors.js';
import { packageRoot } from './local.js';
import { killsOf, runScenario } from './run.js';
import { readSettings } from './settings.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => stop.abort(new TransientError('bench-stopped', 'Stopped.')));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const settings = readSettings(process.argv.slice(2));
  const { scenario, kills } = settings;
  const faults = await runScenario({
    ...settings,
    kills: killsOf(scenario, kills),
    sleepSeconds: kills,
    root: packageRoot(),
    say,
    stop: stop.signal,
  });
  say(faults.length === 0 ? `${scenario}: all agree.` : [`${scenario}: FAULTS`, ...faults].join('\n  '));
  process.exitCode = faults.length === 0 ? 0 : 1;
} catch (error) {
  const stopped = stop.signal.aborted;
  const plain = error instanceof ConfigError || error instanceof TransientError;
  say(stopped ? 'Stopped.' : plain ? `${error.code}: ${error.message}` : String((error as Error).stack));
  process.exitCode = stopped ? 130 : plain && error instanceof ConfigError ? 2 : 1;
}
