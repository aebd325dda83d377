import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from './world.js';

/** Until then the processes of a killed PostgreSQL are gone, and whoever asks is refused. */
const SETTLED_MS = 1_000;

/**
 * Waits while a service is away, and looks what the app says meanwhile: it lives on; without Kafka deliveries are still taken, without
 * PostgreSQL they are not, and the sender is told to come again.
 */
export async function lookWhileAway(
  world: World,
  target: 'kafka' | 'postgres',
  ms: number,
): Promise<readonly string[]> {
  const begun = Date.now();
  await sleep(SETTLED_MS);
  const faults: string[] = [];
  const wanted = target === 'kafka' ? 200 : 503;
  for (const { port, app } of world.apps) {
    if (app.age < 15_000) continue; // it may still be starting
    const expect = async (what: string, status: number, call: () => Promise<Response>): Promise<void> => {
      const found = await call().then(
        (answer) => answer.status,
        () => 0,
      );
      if (found !== status) faults.push(`${what} answers ${found} instead of ${status} without ${target}`);
    };
    const url = `http://127.0.0.1:${port}`;
    await expect('/livez', 200, () => fetch(`${url}/livez`));
    await expect('/readyz', wanted, () => fetch(`${url}/readyz`));
    // with Kafka away it would be stored, and nobody of the pretend systems knows of it
    if (target === 'postgres') await expect('the webhook', 503, () => post(url, world));
  }
  await sleep(Math.max(0, begun + ms - Date.now()));
  return faults;
}

function post(url: string, world: World): Promise<Response> {
  const { CONTRACTOR_USER = '', CONTRACTOR_PASSWORD = '' } = world.environments.simulator;
  const login = Buffer.from(`${CONTRACTOR_USER}:${CONTRACTOR_PASSWORD}`).toString('base64');
  return fetch(`${url}/webhooks/contractor-hact/status-updates`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${login}` },
    body: JSON.stringify({
      reference: { id: 'while-away' },
      relatedWorkOrderReference: { id: '99999999' },
      relatedWorkElementReference: [{ id: '1' }],
      eventTime: '2025-07-04T10:12:00+01:00',
      typeCode: 0,
      otherType: 'completed',
    }),
  });
}
