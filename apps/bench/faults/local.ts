// The one door of the bench to the local services.
export { ensureKafkaJars, startKafka, type LocalKafka } from '#apps/cli/local/kafka.js';
export { packageRoot } from '#apps/cli/local/package-root.js';
export { freePort } from '#apps/cli/local/ports.js';
export { removePostgres, startPostgres, type LocalPostgres } from '#apps/cli/local/postgres.js';
