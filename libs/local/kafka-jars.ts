import { join } from 'node:path';
import { fetchByMaven, isFetched, type MavenFolder } from './maven-folder.js';
import { packageRoot } from './package-root.js';

/** Whether `dir` holds the jars of the pom as it now stands. */
export const hasKafkaJars = (dir: string, root = packageRoot()): boolean => isFetched(kafka(root), dir);

/** Brings Apache Kafka's jars into `dir` as `fetchByMaven` does. ConfigError `kafka-download-failed`. */
export const ensureKafkaJars = (
  dir: string,
  say: (line: string) => void = () => undefined,
  root = packageRoot(),
): Promise<string> => fetchByMaven(kafka(root), dir, say);

const kafka = (root: string): MavenFolder => ({
  name: 'Apache Kafka',
  size: 45,
  source: join(root, 'docker/kafka-local'),
  files: ['log4j2.properties'],
  property: 'kafka.out',
  code: 'kafka-download-failed',
});
