import { TransientError } from '#libs/model/errors.js';

/** The first in the chain of causes that says what Kafka itself answered. */
interface Answer {
  readonly name?: unknown;
  /** Kafka's own word, `INVALID_PRODUCER_EPOCH`. */
  readonly type?: unknown;
  readonly cause?: unknown;
  readonly code?: unknown;
}

const RETRIES_OVER = new Set(['KafkaJSNumberOfRetriesExceeded', 'KafkaJSNonRetriableError', 'KafkaJSError']);

/** Kafka's word for what went wrong, `CONCURRENT_TRANSACTIONS`, also below kafkajs's wrappings. */
export function kafkaType(error: unknown): string | undefined {
  for (const { type } of causes(error)) if (typeof type === 'string') return type;
  return undefined;
}

/**
 * A stable code for health and logs: `kafka-invalid-producer-epoch`, `kafka-connection-error`; an error with a code of ours
 * (a deadline, the ledger's) keeps it. Never made from a message.
 */
export function failureCode(error: unknown): string {
  const type = kafkaType(error);
  if (type !== undefined) return `kafka-${type.toLowerCase().replaceAll('_', '-')}`;
  const chain = [...causes(error)];
  const named = chain.find(
    ({ name }) => typeof name === 'string' && name.startsWith('KafkaJS') && !RETRIES_OVER.has(name),
  );
  if (named !== undefined)
    return `kafka${String(named.name)
      .slice('KafkaJS'.length)
      .replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const coded = chain.find(({ code }) => typeof code === 'string');
  if (coded !== undefined) return String(coded.code);
  return chain.some(({ name }) => typeof name === 'string' && name.startsWith('KafkaJS'))
    ? 'kafka-failure'
    : 'failure';
}

/** What an error says, where it is one of ours or of Kafka's library; others may quote what they were given (I10). */
export function failureMessage(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const known = error instanceof TransientError || error.name.startsWith('KafkaJS');
  return known ? error.message : undefined;
}

function* causes(error: unknown): Generator<Answer> {
  for (let at: unknown = error, depth = 0; typeof at === 'object' && at !== null && depth < 8; depth++) {
    yield at;
    at = (at as Answer).cause;
  }
}
