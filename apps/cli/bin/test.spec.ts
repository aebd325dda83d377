import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { packageRoot } from '#libs/local/package-root.js';
import { isAlive } from '#libs/local/process-identity.js';
import { until } from '#libs/local/testing/until.js';
import { processesOf, type LivingProcess } from './processes.mjs';

const groups: number[] = [];
/** Of a test that failed: the guard sees to the rest. */
afterEach(() => {
  for (const group of groups.splice(0)) if (isAlive(group)) process.kill(-group, 'SIGKILL');
});

interface Running {
  /** The number of npm, and of its process group. */
  readonly npm: number;
  readonly ended: Promise<unknown>;
  /** All that stems from it. */
  readonly started: readonly LivingProcess[];
  readonly folder: string;
  readonly said: () => string;
}

/** An `npm test` of tests that never end, in a process group of its own as a terminal gives it; resolves when their services run. */
async function endlessTests(services: readonly string[]): Promise<Running> {
  const match = services.map((service) => `**/apps/cli/bin/testing/endless-${service}.ts`);
  const child = spawn('npm', ['test', '--', '--testMatch', ...match], {
    cwd: packageRoot(),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const npm = child.pid ?? 0;
  groups.push(npm);
  let said = '';
  for (const output of [child.stdout, child.stderr])
    output.on('data', (text: Buffer) => (said += text.toString()));
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await until(
    'the services run',
    () => said,
    (text) => services.every((service) => text.includes(`${service} is ready`)),
  );
  const started = processesOf([npm]);
  const guard = started.find(({ command }) => command.includes('guard.mjs'));
  const folder = guard?.command.split(' ').at(-1) ?? 'there is no guard';
  return { npm, ended, started, folder, said: () => said };
}

const programOf = ({ started }: Running, name: string): number =>
  started.find(({ command }) => command.startsWith('node ') && command.includes(name))?.pid ?? 0;
const DATABASE = ['npm', 'test.mjs', 'guard.mjs', 'jest', 'bin/postgres -D'];

test.each<[name: string, services: string[], programs: string[], interrupt: (running: Running) => void]>([
  [
    'Ctrl-C',
    ['database', 'broker'],
    [...DATABASE, 'processChild', 'kafka.Kafka'],
    ({ npm }) => process.kill(-npm, 'SIGINT'),
  ],
  ['SIGTERM to npm alone', ['database'], DATABASE, ({ npm }) => process.kill(npm, 'SIGTERM')],
  ['SIGKILL of npm', ['database'], DATABASE, ({ npm }) => process.kill(npm, 'SIGKILL')],
  [
    'SIGKILL of test.mjs',
    ['database'],
    DATABASE,
    (running) => process.kill(programOf(running, 'test.mjs'), 'SIGKILL'),
  ],
])('%s leaves no process and no folder behind', async (_, services, programs, interrupt) => {
  const running = await endlessTests(services);
  const { started, folder, ended, said } = running;
  for (const program of programs)
    expect(started.map(({ command }) => command)).toContainEqual(expect.stringContaining(program));
  expect(existsSync(folder)).toBe(true);
  interrupt(running);
  await until(
    'all of them have ended',
    () => started.filter(({ pid }) => isAlive(pid)),
    ({ length }) => length === 0,
  );
  await until(
    'the folder is gone',
    () => existsSync(folder),
    (isThere) => !isThere,
  );
  expect(processesOf([], folder)).toEqual([]);
  expect(await ended).not.toBe(0);
  expect(said()).not.toContain('Tests: ');
});
