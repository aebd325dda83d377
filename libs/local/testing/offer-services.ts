import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKafkaJars, startKafka } from '../start-kafka.js';
import { removePostgres, startPostgres } from '../start-postgres.js';
import { isAlive } from '../process-identity.js';

interface Started {
  /** What a spec gets to know. */
  readonly answer: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** The services of a Jest run, on offer. */
export interface OfferedServices {
  /** `GET <url>/postgres` and `GET <url>/kafka` start what they name, once, and answer how to reach it. */
  readonly url: string;
  /** Stops what was started, and removes all that it stored. */
  stop(): Promise<void>;
}

/**
 * Offers one PostgreSQL and one Kafka to all specs of a Jest run. Each is started when the first spec asks. Jest's global setup calls it, in the
 * process that lives from the first test to the last.
 */
export async function offerServices(root: string): Promise<OfferedServices> {
  removeLeftOvers();
  const dir = mkdtempSync(join(tmpdir(), `lintel-test-${process.pid}-`));
  chmodSync(dir, 0o711); // as root, PostgreSQL runs as another user
  const starts: Readonly<Record<string, () => Promise<Started>>> = {
    '/postgres': async () => {
      const server = await startPostgres({ dir: join(dir, 'postgres'), durable: false, root });
      return { answer: { url: server.url }, stop: () => server.stop() };
    },
    '/kafka': async () => {
      const jarsDir = await ensureKafkaJars(join(root, '.lintel/kafka'), console.log, root);
      const broker = await startKafka({ dir: join(dir, 'kafka'), jarsDir });
      return { answer: { brokers: broker.brokers }, stop: () => broker.stop() };
    },
  };
  const running = new Map<string, Promise<Started>>();
  const server = createServer((request, response) => {
    const name = request.url ?? '';
    const start = starts[name];
    if (start === undefined) return void response.writeHead(404).end();
    const service = running.get(name) ?? start();
    running.set(name, service);
    service.then(
      ({ answer }) => response.end(JSON.stringify(answer)),
      (error: unknown) =>
        response.writeHead(500).end(error instanceof Error ? error.message : 'cannot start'),
    );
  });
  const url = `http://127.0.0.1:${await listen(server)}`;
  return {
    url,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      const stopped = [...running.values()].map(async (service) => (await service).stop());
      await Promise.allSettled(stopped);
      removePostgres(join(dir, 'postgres'));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Removes what killed runs left in the folder for temporary files. Their services ended with them. */
function removeLeftOvers(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(/^lintel-test-(\d+)-/.exec(name)?.[1] ?? 0);
    if (pid === 0 || isAlive(pid)) continue;
    removePostgres(join(tmpdir(), name, 'postgres'));
    rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      server.unref();
      const address = server.address();
      return typeof address === 'object' && address !== null
        ? resolve(address.port)
        : reject(new Error('no port'));
    });
  });
}
