import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { agree } from './agree.js';
import { alternate } from './alternate.js';
import { killAll, planKills, type Target } from './kills.js';
import { spoilAndLook } from './lost-event.js';
import { random } from './random.js';
import { killLine, killSummary, sleepLine } from './report.js';
import type { Scenario, Settings } from './settings.js';
import { sleepAndWake } from './sleep.js';
import { World } from './world.js';

export interface RunOptions extends Omit<Settings, 'kills'> {
  /** How often each is killed. */
  readonly kills: Readonly<Partial<Record<Target, number>>>;
  /** How long the one sleeps, in the scenario of that name. */
  readonly sleepSeconds?: number;
  readonly root: string;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
}

/** The kills of a scenario for one number. */
export function killsOf(scenario: Scenario, count: number): RunOptions['kills'] {
  if (scenario === 'connector' || scenario === 'kafka' || scenario === 'postgres')
    return { [scenario]: count };
  if (scenario !== 'mixed') return {};
  const services = Math.max(1, Math.round(count / 6));
  return { connector: Math.max(1, count - 2 * services), kafka: services, postgres: services };
}

/** Runs one scenario over services and programs of its own, which are all gone afterwards. Gives its faults; empty is good. */
export async function runScenario(options: RunOptions): Promise<readonly string[]> {
  const { scenario, root, say, stop, seed } = options;
  const logs = join(root, '.lintel/faults', scenario);
  rmSync(logs, { recursive: true, force: true });
  const door = scenario === 'sleep' ? await alternate() : undefined;
  const begun = Date.now();
  try {
    const world = await World.start({ ...options, logs, ...(door ? { webhookPort: door.port } : {}) }, stop);
    try {
      door?.add(world.apps[0]?.port ?? 0);
      say(
        `${world.expected} records of ${options.repairs} repairs stand after ${took(begun)}; seed ${seed}.`,
      );
      const faults: string[] = [];
      const plans = planKills(options.kills, random(seed));
      const kills = await killAll(world, plans, (kill) => say(killLine(kill, world.expected)), stop);
      faults.push(...kills.flatMap((it) => it.faults));
      if (door) {
        const slept = await sleepAndWake(world, door, options.sleepSeconds ?? 60, stop);
        say(sleepLine(slept));
        faults.push(...slept.faults);
      }
      const agreement = await agree(world, { root, logs }, stop);
      faults.push(...agreement.faults);
      say(agreement.text);
      if (kills.length > 0) say(killSummary(kills));
      if (world.simulator.ends.length > 0)
        say(
          `The pretend systems were started again ${world.simulator.ends.length} times (their database went).`,
        );
      if (scenario === 'lost-event') faults.push(...(await spoilAndLook(world, { root, logs }, say)));
      return faults;
    } finally {
      await world.close();
    }
  } finally {
    await door?.close();
    say(`Took ${took(begun)}.`);
  }
}

const took = (begun: number): string => `${((Date.now() - begun) / 1000).toFixed(0)} s`;
