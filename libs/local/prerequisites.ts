import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';

export const JAVA_LEAST = 17;

/** How the local Kafka can be had here: a broker of our own from Maven's jars, or containers. */
export type KafkaWay = 'java' | 'docker';

/** Asks one program for its version; `undefined` where it cannot be run. Replaced in tests. */
export type AskProgram = (command: string, args: readonly string[]) => string | undefined;

export const java = (environment = process.env): string =>
  environment['JAVA_HOME'] === undefined ? 'java' : join(environment['JAVA_HOME'], 'bin', 'java');

/**
 * Java 17 with Maven (or with jars fetched before), else a Docker engine that answers, with compose. ConfigError `no-java-no-docker` says
 * what to install; it names what was found, so that an old Java is not looked for in vain.
 */
export function kafkaWay(jarsAreThere: boolean, ask: AskProgram = askProgram): KafkaWay {
  const version = javaVersion(ask);
  const maven = jarsAreThere || ask('mvn', ['--version']) !== undefined;
  if (version !== undefined && version >= JAVA_LEAST && maven) return 'java';
  const engine = ask('docker', ['info', '--format', '{{.ServerVersion}}']) !== undefined;
  const compose = engine && ask('docker', ['compose', 'version']) !== undefined;
  if (compose) return 'docker';
  throw new ConfigError(
    'no-java-no-docker',
    `A local Kafka needs Java ${JAVA_LEAST} and Maven, or a Docker engine: ${lacking(version, maven)}, ${engine ? 'Docker without compose' : 'no Docker engine that answers'}`,
    undefined,
    'Debian: apt-get install openjdk-17-jre-headless maven. macOS: brew install openjdk maven. Or install and start Docker.',
  );
}

function lacking(version: number | undefined, maven: boolean): string {
  const found =
    version === undefined ? 'no Java' : version < JAVA_LEAST ? `Java is ${version}` : `Java ${version}`;
  return `${found}, ${maven ? 'Maven is there' : 'no Maven'}`;
}

/** The major version: `17.0.15` is 17, `1.8.0_402` is 8. */
export function javaVersion(ask: AskProgram = askProgram): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(ask(java(), ['-version']) ?? '');
  return found === null ? undefined : Number(found[1]);
}

function askProgram(command: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 20_000,
    env: process.env,
  });
  return status === 0 ? `${stdout}${stderr}` : undefined;
}
