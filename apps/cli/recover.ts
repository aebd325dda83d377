import { randomUUID } from 'node:crypto';
import { ConfigError } from '#libs/model/errors.js';
import { TOPIC_WORDS, topicName } from '#libs/model/topics.js';
import type { KafkaClient } from '#libs/kafka/client.js';
import { readTopics } from '#libs/kafka/reader.js';
import { fenceAndRead } from '#libs/kafka/relay/fenced-marker.js';
import { requireSamePast } from '#libs/kafka/relay/same-past.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { ledgerForRelay } from '#libs/ledger/ports/for-relay.js';
import { giveBackLease, holdLease } from '#libs/ledger/ports/leases.js';
import { adopt } from '#libs/ledger/recovery/adopt.js';
import { Comparison, type Differences } from '#libs/ledger/recovery/compare.js';

/** What a recovery will do, or has done. */
export interface RecoveryPlan {
  /** Entities that ledger and Kafka hold alike: nothing happens to them. */
  readonly same: number;
  /** Entities that they hold otherwise: the ledger takes over Kafka's version, and publishes what it holds under the next one. */
  readonly different: number;
  /** Entities that Kafka alone knows: kept as they were published until their system is read again. */
  readonly onlyInKafka: number;
  /** Open dead letters that Kafka alone knows: their records are gone, and are refused again when their system is read again. */
  readonly lostDeadLetters: number;
  /** The epoch of the ledger afterwards; absent while nothing was done. */
  readonly epoch?: number;
}

export interface RecoverySides {
  readonly ledger: Ledger;
  readonly kafka: KafkaClient;
}

/** Looks what a recovery would do. Changes nothing. */
export async function planRecovery({ ledger, kafka }: RecoverySides): Promise<RecoveryPlan> {
  return planOf(await compare(ledger, kafka));
}

const LEASE = 'relay';
const RENEW_MS = 3_000;

/**
 * Brings a ledger that is behind Kafka (restored from a backup) and Kafka together again. No relay may run: it takes the relay's lease and
 * fences every other. Throws ConfigError `relay-runs`, `nothing-relayed`, `same-past` where there is nothing to do, TransientError.
 */
export async function recover({ ledger, kafka }: RecoverySides, now: Date): Promise<RecoveryPlan> {
  const holder = `recover:${process.pid}`;
  if (!(await holdLease(ledger, LEASE, holder)))
    throw new ConfigError(
      'relay-runs',
      'Another process relays this ledger, or did so ten seconds ago.',
      undefined,
      'Stop every `lintel run` on this ledger, wait ten seconds, and try again.',
    );
  const renewal = setInterval(() => void holdLease(ledger, LEASE, holder).catch(() => undefined), RENEW_MS);
  try {
    const fenced = await fenceAndRead(kafka, ledger.id);
    try {
      const { marker } = fenced;
      if (!marker) throw nothingRelayed();
      if (await isSamePast(ledger, marker)) throw samePast();
      const differences = await compare(ledger, kafka);
      const trace = randomUUID().replaceAll('-', '');
      const traceparent = `00-${trace}-${trace.slice(0, 16)}-01`;
      const { epoch } = await adopt(ledger, marker, differences, now.toISOString(), traceparent);
      return { ...planOf(differences), epoch };
    } finally {
      await fenced.end();
    }
  } finally {
    clearInterval(renewal);
    await giveBackLease(ledger, LEASE, holder).catch(() => undefined);
  }
}

const isSamePast = (ledger: Ledger, marker: Parameters<typeof requireSamePast>[1]): Promise<boolean> =>
  requireSamePast(ledgerForRelay(ledger), marker).then(
    () => true,
    (error: unknown) => {
      if (error instanceof ConfigError) return false;
      throw error;
    },
  );

async function compare(ledger: Ledger, kafka: KafkaClient): Promise<Differences> {
  const words = new Map(TOPIC_WORDS.map((word) => [topicName(ledger.prefix, word), word]));
  const comparison = await Comparison.load(ledger);
  await readTopics(kafka, {
    topics: [...words.keys()],
    each: ({ topic, key, value }) => {
      const word = words.get(topic);
      if (word !== undefined && key !== undefined && value !== undefined) comparison.see(word, key, value);
    },
  });
  return comparison.differences();
}

const planOf = ({ same, different, unknown, unknownLetters }: Differences): RecoveryPlan => ({
  same,
  different: different.length,
  onlyInKafka: unknown.length,
  lostDeadLetters: unknownLetters,
});

const nothingRelayed = (): ConfigError =>
  new ConfigError(
    'nothing-relayed',
    'Kafka holds no marker of this ledger: there is nothing to recover from.',
    undefined,
    'Mend KAFKA_BROKERS if this is the wrong cluster.',
  );

const samePast = (): ConfigError =>
  new ConfigError(
    'same-past',
    'Ledger and Kafka tell of one past: there is nothing to recover.',
    undefined,
    'See `npx lintel sync-health` for what the relay says.',
  );
