import type { RunningApp } from './running-app.js';
import { MARK } from './rows.js';
import { faultsOf, type Event } from './subscriber.js';
import type { World } from './world.js';

/**
 * What must hold whatever was done: versions 1, 2, 3 … of every entity (I6), every event valid, every committed event in Kafka, nothing
 * personal outside the personal topics (I10), no bug. Gives the events.
 */
export async function expectSound(world: World, app: RunningApp): Promise<readonly Event[]> {
  const events = await world.events();
  const { relay, streams } = await world.health();
  expect(faultsOf(events)).toEqual([]);
  expect(events).toHaveLength(relay.last);
  for (const { counts } of streams) {
    const { applied, unchanged, superseded, filtered, deadLetters } = counts;
    expect(counts.read).toBe(applied + unchanged + superseded + filtered + deadLetters); // I3
  }
  const open = events.filter((it) => !it.topic.endsWith('-personal')).map((it) => it.text);
  const pages = await Promise.all(['/metrics', '/sync-health', '/readyz'].map((path) => app.page(path)));
  for (const text of [...open, ...pages, world.log]) expect(text).not.toContain(MARK);
  expect(world.bugs).toEqual([]);
  return events;
}

/** The events of one entity, oldest first. */
export const eventsOf = (events: readonly Event[], topic: Event['topic'], key: string): readonly Event[] =>
  events.filter((it) => it.topic === topic && it.key === key);
