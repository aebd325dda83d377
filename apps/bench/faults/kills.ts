import { setTimeout as sleep } from 'node:timers/promises';
import { untilProgress, progressOf, type Progress } from './progress.js';
import { lookWhileAway } from './away.js';
import type { Random } from './random.js';
import type { World } from './world.js';

export type Target = 'connector' | 'kafka' | 'postgres';

/** One kill -9 that is going to be. */
export interface Plan {
  readonly target: Target;
  /** They come in this order. */
  readonly order: number;
  /** The part of all expected records at which it comes; `undefined`: while the app is still starting. */
  readonly at: number | undefined;
  /** So many milliseconds later. */
  readonly later: number;
  /** How long a service stays away. */
  readonly away: number;
}

/** One kill -9 that was. */
export interface Kill {
  readonly target: Target;
  readonly planned: Plan;
  readonly before: Progress | undefined;
  /** From the kill until records were read again (Kafka: events published); `undefined`: nothing was left to do. */
  readonly recoveredMs: number | undefined;
  readonly faults: readonly string[];
}

/** One kill of the connector in five comes while it starts, the others at a progress that chance chooses. */
export function planKills(counts: Readonly<Partial<Record<Target, number>>>, r: Random): readonly Plan[] {
  const plans = (Object.entries(counts) as [Target, number][]).flatMap(([target, count]) =>
    Array.from({ length: count }, (_, index): Plan => {
      const order = (index + r.next()) / count;
      const early = target === 'connector' && r.chance(0.2);
      return {
        target,
        order,
        at: early ? undefined : 0.01 + 0.95 * order,
        later: early ? r.between(100, 4_000) : r.between(0, 150),
        away: r.between(1_500, 5_000),
      };
    }),
  );
  return plans.sort((a, b) => a.order - b.order);
}

/** Where all was read before its turn came, a kill comes without progress since the last. */
const LONGEST_WAIT_MS = 12_000;

/** Kills one after another; `tell` sees each. */
export async function killAll(
  world: World,
  plans: readonly Plan[],
  tell: (kill: Kill) => void,
  stop: AbortSignal,
): Promise<readonly Kill[]> {
  const kills: Kill[] = [];
  let since = 0;
  for (const plan of plans) {
    const { at, later } = plan;
    if (at !== undefined) {
      const point = Math.floor(at * world.expected);
      const before = since;
      const latest = Date.now() + LONGEST_WAIT_MS;
      const due = (it: Progress): boolean => it.read >= point && (it.read > before || Date.now() > latest);
      await untilProgress(world.ledger, `kill at ${point}`, due, stop);
    }
    await sleep(later, undefined, { signal: stop });
    const kill = await killOne(world, plan, stop);
    since = (await progressOf(world.ledger))?.read ?? since;
    kills.push(kill);
    tell(kill);
  }
  return kills;
}

async function killOne(world: World, plan: Plan, stop: AbortSignal): Promise<Kill> {
  const { target } = plan;
  const before = await progressOf(world.ledger);
  const begun = performance.now();
  const faults: string[] = [];
  let left = before;
  if (target === 'connector') {
    await world.apps[0]?.app.kill9();
    left = await progressOf(world.ledger);
  } else {
    const { back } = await world.services.crash(target);
    faults.push(...(await lookWhileAway(world, target, plan.away)));
    await back();
  }
  // one that is killed while it starts is not given the time to recover
  const known = { target, planned: plan, before, faults };
  if (target === 'connector' && plan.at === undefined) return { ...known, recoveredMs: undefined };
  const recovered = await untilGoesOn(world, target, left, stop);
  return { ...known, recoveredMs: recovered ? performance.now() - begun : undefined };
}

/** Waits until work goes on. False: there was none left. */
async function untilGoesOn(
  world: World,
  target: Target,
  before: Progress | undefined,
  stop: AbortSignal,
): Promise<boolean> {
  const moved = (it: Progress): boolean =>
    target === 'kafka' ? it.published > (before?.published ?? 0) : it.read > (before?.read ?? 0);
  const nothingLeft = (it: Progress): boolean =>
    it.read >= world.expected && (target !== 'kafka' || it.published === it.committed);
  const progress = await untilProgress(
    world.ledger,
    `recovery of ${target}`,
    (it) => moved(it) || nothingLeft(it),
    stop,
  );
  return moved(progress);
}
