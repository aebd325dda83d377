import type { Producer, Transaction } from 'kafkajs';
import type { KafkaClient } from '../client.js';

/** What happens to one call: the answer is lost or never asked for, late or at once, or it comes too late from a zombie. */
export const FAULTS = ['lost-answer', 'never-sent', 'refused', 'refused-after', 'zombie'] as const;
export type KafkaFault = (typeof FAULTS)[number];

/** Decides about each call; `undefined`: all goes well. */
export type Fate = (call: 'begin' | 'send' | 'commit') => KafkaFault | undefined;

/**
 * `kafka`, whose transactional producers suffer what `fate` says. A zombie's call reaches Kafka when whoever gave it up has begun a
 * transaction with another producer.
 */
export function faultyKafka(kafka: KafkaClient, fate: Fate): KafkaClient {
  let next = Promise.withResolvers<void>();
  const begun = (): void => {
    next.resolve();
    next = Promise.withResolvers();
  };
  const suffer = async <T>(
    call: Parameters<Fate>[0],
    producer: Producer,
    run: () => Promise<T>,
  ): Promise<T> => {
    switch (fate(call)) {
      case undefined:
        return run();
      case 'never-sent':
        return new Promise<never>(() => undefined);
      case 'lost-answer':
        return run().then(() => new Promise<never>(() => undefined));
      case 'refused':
        throw new Error('refused by the test');
      case 'refused-after':
        await run();
        throw new Error('refused by the test');
      case 'zombie':
        await next.promise;
        try {
          return await run();
        } finally {
          await producer.disconnect(); // it may have connected again, and nobody else closes that
        }
    }
  };
  const faultyTransaction = (producer: Producer, transaction: Transaction): Transaction => ({
    ...transaction,
    sendBatch: (batch) => suffer('send', producer, () => transaction.sendBatch(batch)),
    commit: () => suffer('commit', producer, () => transaction.commit()),
  });
  const faultyProducer = (producer: Producer): Producer => ({
    ...producer,
    transaction: () =>
      suffer('begin', producer, async () => {
        const transaction = await producer.transaction();
        begun();
        return faultyTransaction(producer, transaction);
      }),
  });
  return {
    admin: (config) => kafka.admin(config),
    consumer: (config) => kafka.consumer(config),
    producer: (config) => faultyProducer(kafka.producer(config)),
  };
}
