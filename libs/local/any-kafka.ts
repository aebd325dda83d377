import { startComposeKafka } from './compose.js';
import { ensureKafkaJars, hasKafkaJars, startKafka, type LocalKafka } from './start-kafka.js';
import { packageRoot } from './package-root.js';
import { kafkaWay, type AskProgram } from './prerequisites.js';

export interface AnyKafkaOptions {
  readonly dir: string;
  readonly jarsDir: string;
  readonly port: number;
  /** Names the containers, where it comes to that. */
  readonly project: string;
  readonly say?: (line: string) => void;
  readonly root?: string;
  readonly ask?: AskProgram;
}

export type AnyKafka = Omit<LocalKafka, 'pid' | 'kill9'>;

/**
 * A Kafka of our own by what this machine has: Java and Maven, else a Docker engine; ConfigError `no-java-no-docker` says what
 * to install. Otherwise as `startKafka`.
 */
export async function startAnyKafka(options: AnyKafkaOptions): Promise<AnyKafka> {
  const { dir, jarsDir, port, project, say = () => undefined, root = packageRoot(), ask } = options;
  if (kafkaWay(hasKafkaJars(jarsDir, root), ask) === 'java') {
    return startKafka({ dir, jarsDir: await ensureKafkaJars(jarsDir, say, root), port });
  }
  say('No Java 17 with Maven here: Kafka runs in Docker.');
  return startComposeKafka({ project, port, root });
}
