import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import { javaEnvironment } from '../java-environment.js';
import { fetchByMaven, type MavenFolder } from '../maven-folder.js';
import { freePort } from '../ports.js';
import { javaCommand } from '../prerequisites.js';
import { startTethered, tailOf } from '../tethered.js';

/** A registry of our own that was started. */
export interface LocalRegistry {
  /** Address of its Confluent-compatible API. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a real Apicurio Registry on loopback, empty and in memory. When it resolves it answers. It ends with this process. `dir` gets its log.
 * Throws ConfigError as `fetchByMaven`, TransientError `registry-not-started`.
 */
export async function startRegistry(root: string, dir: string): Promise<LocalRegistry> {
  const home = await fetchByMaven(apicurio(root), join(root, '.lintel/registry'), console.log);
  const jar =
    readdirSync(home).find((file) => file.endsWith('-runner.jar')) ?? 'apicurio-registry-runner.jar';
  const port = await freePort();
  const log = join(dir, 'registry.log');
  const program = startTethered({
    command: javaCommand(),
    args: ['-Xmx384m', '-XX:TieredStopAtLevel=1', `-Djava.io.tmpdir=${dir}`, '-jar', join(home, jar)],
    env: {
      ...javaEnvironment(),
      QUARKUS_HTTP_HOST: '127.0.0.1',
      QUARKUS_HTTP_PORT: String(port),
      QUARKUS_MANAGEMENT_HOST: '127.0.0.1',
      QUARKUS_MANAGEMENT_PORT: '0',
    },
    cwd: dir,
    log,
    stopSignal: 'TERM',
  });
  const url = `http://127.0.0.1:${port}/apis/ccompat/v7`;
  for (const end = Date.now() + 300_000; !(await isReady(url)); await sleep(100)) {
    if (program.running() && Date.now() < end) continue;
    await program.kill9();
    throw new TransientError(
      'registry-not-started',
      `The registry did not start; see ${log}:\n${tailOf(log)}`,
    );
  }
  return { url, stop: () => program.stop() };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/subjects`).then(
    ({ ok }) => ok,
    () => false,
  );

const apicurio = (root: string): MavenFolder => ({
  name: 'Apicurio Registry',
  size: 109,
  source: join(root, 'docker/registry-local'),
  files: [],
  property: 'registry.out',
  code: 'registry-download-failed',
});
