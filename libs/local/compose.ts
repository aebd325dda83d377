import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TransientError } from '#libs/model/errors.js';
import type { LocalKafka } from './start-kafka.js';
import { packageRoot } from './package-root.js';
import { requireFreePort } from './ports.js';

/** Runs `docker` with these arguments and these additions to the environment; resolves when it has ended. Replaced in tests. */
export type Docker = (args: readonly string[], env: Readonly<Record<string, string>>) => Promise<void>;

/** Which containers run, and where. */
export interface ComposeOptions {
  /** Names the containers and their data. Two projects of different names know nothing of each other. */
  readonly project: string;
  /** The loopback port of the broker. */
  readonly port: number;
  /** The checkout. */
  readonly root?: string;
  readonly docker?: Docker;
}

/**
 * Starts the Kafka of docker/compose.yaml, for machines without Java. When it resolves the broker is ready. Containers that an earlier run of the
 * project left are ended first, and the port must then be free: a broker that somebody else started is never used. Unlike `startKafka` it
 * does not end with this process. Throws TransientError `kafka-not-started`, ConfigError `port-taken`.
 */
export async function startComposeKafka(options: ComposeOptions): Promise<Omit<LocalKafka, 'pid' | 'kill9'>> {
  const { project, port, root = packageRoot(), docker = runDocker } = options;
  const compose = ['compose', '-p', project, '-f', join(root, 'docker/compose.yaml')];
  const env = { LINTEL_KAFKA_PORT: String(port) };
  await docker([...compose, 'down'], env); // what a killed run left
  await requireFreePort(port, 'the local Kafka', 'LINTEL_KAFKA_PORT');
  await docker([...compose, 'up', '-d', '--wait', '--wait-timeout', '180', 'kafka'], env);
  let running = true;
  return {
    brokers: [`127.0.0.1:${port}`],
    running: () => running,
    stop: async () => {
      running = false;
      await docker([...compose, 'down'], env); // what Kafka stored stays in its volume
    },
  };
}

/** Ends the containers of a project and deletes what they stored, for a reset. Throws TransientError `kafka-not-started`. */
export async function removeCompose(
  project: string,
  root = packageRoot(),
  docker: Docker = runDocker,
): Promise<void> {
  await docker(['compose', '-p', project, '-f', join(root, 'docker/compose.yaml'), 'down', '--volumes'], {});
}

async function runDocker(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  try {
    await promisify(execFile)('docker', [...args], { env: { ...process.env, ...env }, timeout: 600_000 });
  } catch (error) {
    const lastLines =
      typeof error === 'object' && error !== null && 'stderr' in error
        ? String(error.stderr).trim().split('\n').slice(-3).join(' ')
        : '';
    throw new TransientError(
      'kafka-not-started',
      `docker ${args.slice(0, 1).join(' ')} failed: ${lastLines}`,
    );
  }
}
