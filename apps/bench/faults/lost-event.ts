import { makeKafka } from '#libs/kafka/client.js';
import { forgeEvent, loseFirstEvent } from '#libs/kafka/testing/spoil.js';
import { balance } from './agree.js';
import type { World } from './world.js';

/** Does the balance see it? First an event is forged, then one is lost; each must be found. Empty is good. */
export async function spoilAndLook(
  world: World,
  where: { readonly root: string; readonly logs: string },
  say: (line: string) => void,
): Promise<readonly string[]> {
  const { KAFKA_BROKERS = '', LINTEL_PREFIX = '' } = world.environments.balance;
  const kafka = makeKafka({ brokers: KAFKA_BROKERS.split(','), clientId: 'lintel-faults' });
  const look = async (what: string, sign: RegExp): Promise<readonly string[]> => {
    const { code, text } = await balance(world, where);
    say(`${what}: the balance ends with ${code}\n${text.slice(text.indexOf('They do not agree'))}`);
    return code !== 0 && sign.test(text) ? [] : [`the balance does not find: ${what}`];
  };
  const [entity] = await world.ledger.ask<{
    readonly id: string;
    readonly version: number;
    readonly main: object;
  }>(
    `select id, version, main from entity where kind = 'property' and state = 'current' order by id limit 1`,
  );
  if (!entity) throw new Error('no property');
  const { id, version, main } = entity;
  await forgeEvent(kafka, LINTEL_PREFIX, 'property', {
    key: id,
    version: version + 1,
    value: { ...main, version: version + 1 },
  });
  const forged = await look('an event that nobody told of', /newest value in Kafka is not the ledger's: 1/);
  const lost = await loseFirstEvent(kafka, LINTEL_PREFIX, 'request');
  if (lost !== 1) return [...forged, 'nothing could be deleted'];
  return [
    ...forged,
    ...(await look('an event that is lost', /versions out of order|entities that are not in Kafka/)),
  ];
}
