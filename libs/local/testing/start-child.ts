import { startKafka } from '../start-kafka.js';
import { startPostgres } from '../start-postgres.js';

/** A program that starts one service and waits to be killed. Arguments: `postgres` or `kafka`, its folder, the jars. It prints the service's pid. */
const [what = '', dir = '', jarsDir = ''] = process.argv.slice(2);
const service = await (what === 'postgres'
  ? startPostgres({ dir, durable: false })
  : startKafka({ dir, jarsDir }));
process.stdout.write(`${service.pid}\n`);
setInterval(() => undefined, 1000);
