import { startComposeKafka } from './compose.js';
import { ensureKafkaJars, hasKafkaJars, startKafka, type LocalKafka } from './start-kafka.js';
import { packageRoot } from './package-root.js';
import { kafkaWay, type AskProgram } from './prerequisites.js';

/** Where a local Kafka lives, whichever way it is run. */
export interface AnyKafkaOptions {
  /** Holds data, settings, log and lock of a broker of our own. */
  readonly dir: string;
  /** Where the jars are, or are fetched to. */
  readonly jarsDir: string;
  readonly port: number;
  /** Names the containers, where Kafka runs in Docker. */
  readonly project: string;
  /** Told of what takes long, one line at a time. */
  readonly report?: (line: string) => void;
  /** The checkout. Default: the one that this process stands in. */
  readonly root?: string;
  /** Replaced in tests. */
  readonly ask?: AskProgram;
}

/** A running Kafka of our own. */
export type AnyKafka = Omit<LocalKafka, 'pid' | 'kill9'>;

/**
 * Starts a Kafka of our own by what this machine has: Java and Maven, else a Docker engine. Throws ConfigError `no-java-no-docker`, which says
 * what to install, and otherwise as `ensureKafkaJars` and `startKafka`, or as `startComposeKafka`.
 */
export async function startAnyKafka(options: AnyKafkaOptions): Promise<AnyKafka> {
  const { dir, jarsDir, port, project, report = () => undefined, root = packageRoot(), ask } = options;
  if (kafkaWay(hasKafkaJars(jarsDir, root), ask) === 'java') {
    return startKafka({ dir, jarsDir: await ensureKafkaJars(jarsDir, report, root), port });
  }
  report('No Java 17 with Maven here: Kafka runs in Docker.');
  return startComposeKafka({ project, port, root });
}
