import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#libs/canonical/errors.js';
import { awaitLock } from './lock.js';
import { packageRoot } from './package-root.js';

const STAMP = '.pom-sha256';

/** Whether `dir` holds the jars of the pom as it now stands. */
export function hasKafkaJars(dir: string, root = packageRoot()): boolean {
  const stamp = join(dir, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === pomHash(root);
}

/**
 * Brings Apache Kafka's jars into `dir` by Maven and returns `dir`; at once where they are there already. Several processes
 * may ask at the same time: one fetches, the folder appears whole. ConfigError `kafka-download-failed`.
 */
export async function ensureKafkaJars(
  dir: string,
  say: (line: string) => void = () => undefined,
  root = packageRoot(),
): Promise<string> {
  if (hasKafkaJars(dir, root)) return dir;
  const lock = await awaitLock(`${dir}.lock`, 'The Kafka download', 300_000);
  try {
    if (hasKafkaJars(dir, root)) return dir;
    say('Fetching Apache Kafka by Maven, once (about 45 MB) …');
    const draft = `${dir}.new`;
    rmSync(draft, { recursive: true, force: true });
    await maven(join(root, 'docker/kafka-local/pom.xml'), draft);
    copyFileSync(join(root, 'docker/kafka-local/log4j2.properties'), join(draft, 'log4j2.properties'));
    writeFileSync(join(draft, STAMP), pomHash(root));
    rmSync(dir, { recursive: true, force: true });
    renameSync(draft, dir);
    return dir;
  } finally {
    lock.release();
  }
}

/** Of everything that makes the folder: the pom and the logging settings that go with the jars. */
function pomHash(root: string): string {
  const hash = createHash('sha256');
  for (const file of ['pom.xml', 'log4j2.properties'])
    hash.update(readFileSync(join(root, 'docker/kafka-local', file)));
  return hash.digest('hex');
}

function maven(pom: string, out: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('mvn', ['-q', '-B', '-f', pom, `-Dkafka.out=${out}`, 'generate-resources'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let told = '';
    const hear = (chunk: Buffer): void => {
      told = (told + chunk.toString()).slice(-2000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    const fail = (why: string): void =>
      reject(
        new ConfigError(
          'kafka-download-failed',
          `Maven could not fetch Kafka: ${why}`,
          { file: pom },
          'Check that Maven reaches its repository (~/.m2/settings.xml holds proxies and mirrors), then start again.',
        ),
      );
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) =>
      code === 0 ? resolve() : fail(told.trim().split('\n').slice(0, 3).join(' ')),
    );
  });
}
