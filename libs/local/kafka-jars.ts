import { join } from 'node:path';
import { fetchByMaven, isFetched, type MavenFolder } from './maven-folder.js';
import { packageRoot } from './package-root.js';

/** Tells whether `dir` holds the jars of the pom as it stands now. */
export const hasKafkaJars = (dir: string, root = packageRoot()): boolean => isFetched(kafkaFolder(root), dir);

/** Brings Apache Kafka's jars into `dir` and gives it, as `fetchByMaven` does. Throws ConfigError `kafka-download-failed`. */
export const ensureKafkaJars = (
  dir: string,
  report: (line: string) => void = () => undefined,
  root = packageRoot(),
): Promise<string> => fetchByMaven(kafkaFolder(root), dir, report);

const kafkaFolder = (root: string): MavenFolder => ({
  name: 'Apache Kafka',
  size: 45,
  source: join(root, 'docker/kafka-local'),
  files: ['log4j2.properties'],
  property: 'kafka.out',
  code: 'kafka-download-failed',
});
