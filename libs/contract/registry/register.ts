import { topicName, type TopicWord } from '#libs/model/topics.js';
import type { AskRegistry } from './registry-client.js';

/** A schema that the registry has now. */
export interface Registered {
  readonly subject: string;
  /** The registry's number of the schema. */
  readonly id: number;
  /** True: the registry had it already. */
  readonly known: boolean;
}

/**
 * Registers the schema of each topic as JSON Schema under `<topic>-value` (TopicNameStrategy), one after the other. A schema that is registered
 * already stays as it is, so it may be called again after an error.
 *
 * A new subject gets the compatibility NONE, since `lintel schemas check` keeps rules of our own: BACKWARD would let through a wider type,
 * FORWARD would refuse a new field of a closed object. (Apicurio takes NONE for "the global rule, if there is one".) The compatibility of a
 * subject that exists is left to whoever set it. Throws as `registryClient`.
 */
export async function registerSchemas(
  ask: AskRegistry,
  prefix: string,
  texts: ReadonlyMap<TopicWord, string>,
): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  for (const [topic, text] of texts)
    registered.push(await register(ask, `${topicName(prefix, topic)}-value`, text));
  return registered;
}

async function register(ask: AskRegistry, subject: string, schema: string): Promise<Registered> {
  const path = `/subjects/${encodeURIComponent(subject)}`;
  const body = { schemaType: 'JSON', schema };
  const registered = await ask('POST', path, body);
  if (registered) return { subject, id: Number(registered['id']), known: true };
  const isNew = (await ask('GET', `${path}/versions/latest`)) === undefined;
  const created = await ask('POST', `${path}/versions`, body);
  if (isNew) await ask('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility: 'NONE' });
  return { subject, id: Number(created?.['id']), known: false };
}
