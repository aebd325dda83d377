import { TransientError } from '#libs/model/errors.js';
import { retryPause } from '../retry-pause.js';
import { HealthRecord } from '../health-record.js';
import { Lease } from '../lease.js';
import type { Runtime } from '../runtime.js';
import type { ClockPort } from '#libs/deadlines/clock-port.js';
import { tick, type Clock } from './tick.js';

const EVERY_MS = 2_000;
const STANDBY_MS = 1_000;
const FRESHNESS_MS = 60_000;

/** Keeps the clock for as long as it holds the lease; one instance at a time. Resolves when the signal aborts; rejects only for a bug. */
export async function runClock(runtime: Runtime, clock: Clock, signal: AbortSignal): Promise<void> {
  let health: HealthRecord | undefined;
  let failures = 0;
  while (!signal.aborted) {
    const lease = new Lease(runtime, 'clock');
    try {
      if (!(await lease.take())) {
        await runtime.sleep(STANDBY_MS, signal);
        continue;
      }
      const stream = await clock.port.stream();
      health ??= new HealthRecord(runtime, stream, FRESHNESS_MS);
      await clock.port.useRules(clock.rules, runtime.now().toISOString());
      const held = AbortSignal.any([signal, lease.lost]);
      while (!held.aborted) {
        if (await runtime.ledger.isPaused(stream)) {
          await health.say('paused');
          await runtime.sleep(EVERY_MS, held);
          continue;
        }
        const more = await tick(runtime, clock, stream);
        failures = 0;
        await health.say('ok', { lastSuccessAt: runtime.now().toISOString() });
        if (!more) await runtime.sleep(EVERY_MS, held);
      }
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      if (lease.lost.aborted) continue; // another keeps the clock now, and says how it is
      failures += 1;
      await health?.say('failing', { code: error.code, message: error.message });
      await lease.giveBack();
      await runtime.sleep(retryPause(error, failures, runtime.random), signal);
    } finally {
      await lease.giveBack();
    }
  }
}

/** There are no rules any more: whenever some come back, everything is looked at again. */
export async function stopClock(runtime: Runtime, port: ClockPort, signal: AbortSignal): Promise<void> {
  for (let failures = 1; !signal.aborted; failures += 1)
    try {
      return await port.useRules(undefined, runtime.now().toISOString());
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      await runtime.sleep(retryPause(error, failures, runtime.random), signal);
    }
}
