import { topicName, type TopicWord } from '#libs/model/topics.js';
import type { AskRegistry } from './registry-client.js';

export interface Registered {
  readonly subject: string;
  /** The registry's number of the schema. */
  readonly id: number;
  /** Whether the registry had it already. */
  readonly known: boolean;
}

/**
 * Registers each topic's schema as JSON Schema under `<topic>-value` (TopicNameStrategy). What is registered already stays as it is. A new
 * subject gets the compatibility NONE, since `lintel schemas check` keeps rules of our own: BACKWARD would let through a wider type, FORWARD
 * would refuse a new field of a closed object. (Apicurio takes NONE for "the global rule, if there is one".) On a subject that was there the
 * compatibility is left to whoever set it. Throws as `registryClient`.
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
  const known = await ask('POST', path, body);
  if (known) return { subject, id: Number(known['id']), known: true };
  const isNew = (await ask('GET', `${path}/versions/latest`)) === undefined;
  const made = await ask('POST', `${path}/versions`, body);
  if (isNew) await ask('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility: 'NONE' });
  return { subject, id: Number(made?.['id']), known: false };
}
