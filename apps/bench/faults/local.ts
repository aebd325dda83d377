// The one door of the bench to the local services.
export { ensureKafkaJars, startKafka, type LocalKafka } from '#libs/local/start-kafka.js';
export { packageRoot } from '#libs/local/package-root.js';
export { freePort } from '#libs/local/ports.js';
export { removePostgres, startPostgres, type LocalPostgres } from '#libs/local/start-postgres.js';
