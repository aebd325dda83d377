import type { JsonObject } from '#libs/model/json.js';
import { ENTITY_KINDS } from '#libs/model/kinds.js';
import type { TopicWord } from '#libs/model/topics.js';
import { compareAll, type Db, type Published } from '../truth/index.js';
import type { Faults } from './faults.js';
import type { TopicView } from './read-kafka.js';

/** Every key and every final value that Kafka holds is what the pretend systems hold themselves. Gives how many were expected. */
export async function compareTruth(
  db: Db,
  views: ReadonlyMap<TopicWord, TopicView>,
  faults: Faults,
): Promise<Readonly<Record<string, number>>> {
  const { expected, differences } = await compareAll(db, published(views));
  for (const { entity, path, expected: wanted, actual } of differences) {
    const sort =
      path === ''
        ? actual === null
          ? 'entities that are missing'
          : 'entities that nobody told of'
        : 'values that differ';
    faults.add(sort, `${entity} ${path}: expected ${brief(wanted)}, found ${brief(actual)}`);
  }
  return expected;
}

function* published(views: ReadonlyMap<TopicWord, TopicView>): Generator<Published> {
  for (const kind of ENTITY_KINDS) {
    const personal = views.get(`${kind}-personal`)?.newest;
    for (const [id, value] of views.get(kind)?.newest ?? []) {
      const companion = personal?.get(id);
      yield {
        main: JSON.parse(value) as JsonObject,
        personal: companion === undefined ? undefined : (JSON.parse(companion) as JsonObject),
      };
    }
  }
}

/** Invented data only: the balance may show values. */
const brief = (value: unknown): string => JSON.stringify(value).slice(0, 160);
