import { startKafka } from '../start-kafka.js';
import { startPostgres } from '../start-postgres.js';

/** Starts one service in a process of its own, to be killed: `postgres` or `kafka`, its folder, the jars. Prints its pid. */
const [what = '', dir = '', jarsDir = ''] = process.argv.slice(2);
const service = await (what === 'postgres'
  ? startPostgres({ dir, durable: false })
  : startKafka({ dir, jarsDir }));
process.stdout.write(`${service.pid}\n`);
setInterval(() => undefined, 1000);
