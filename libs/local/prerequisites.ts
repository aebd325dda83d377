import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';

/** The oldest major version of Java that Kafka runs on. */
export const JAVA_LEAST = 17;

/** How a local Kafka is run: a broker of our own from Maven's jars, or containers. */
export type KafkaWay = 'java' | 'docker';

/** Runs a program with arguments and gives what it prints. Undefined where it cannot be run or fails. Replaced in tests. */
export type AskProgram = (command: string, args: readonly string[]) => string | undefined;

/** The command that runs Java: that of JAVA_HOME where it is set. */
export const javaCommand = (environment = process.env): string =>
  environment['JAVA_HOME'] === undefined ? 'java' : join(environment['JAVA_HOME'], 'bin', 'java');

/**
 * Decides how a local Kafka is run here: by Java 17 with Maven (or with jars that are there), else by a Docker engine that answers and has
 * compose. Throws ConfigError `no-java-no-docker`, which says what was found, an old Java too, and what to install.
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

/** The major version of Java: `17.0.15` is 17, `1.8.0_402` is 8. Undefined where there is no Java. */
export function javaVersion(ask: AskProgram = askProgram): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(ask(javaCommand(), ['-version']) ?? '');
  return found === null ? undefined : Number(found[1]);
}

function askProgram(command: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: process.env,
  });
  return status === 0 ? `${stdout}${stderr}` : undefined;
}
