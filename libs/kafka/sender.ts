import { Partitioners, type IHeaders } from 'kafkajs';
import type { KafkaClient } from './client.js';
import { letGo, within } from './time-limit.js';

export interface SentMessage {
  readonly topic: string;
  readonly key: Buffer | undefined;
  readonly value: Buffer | undefined;
  readonly headers: Readonly<IHeaders>;
}

export interface Sender {
  /** Resolves when all in-sync replicas have it. One at a time; an error may mean that it is there all the same. */
  send(message: SentMessage): Promise<void>;
  close(): Promise<void>;
}

/** Writes single messages, at least once. The producer is made at the first message, and anew after an error. */
export function openSender(kafka: KafkaClient, callMs = 15_000): Sender {
  const make = () =>
    kafka.producer({
      allowAutoTopicCreation: false,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
    });
  let producer: ReturnType<typeof make> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  const drop = async (): Promise<void> => {
    const old = producer;
    producer = undefined;
    if (old !== undefined) await letGo(1000, 'disconnect', () => old.disconnect());
  };
  const sendNow = async ({ topic, key, value, headers }: SentMessage): Promise<void> => {
    const own = (producer ??= make());
    try {
      await within(callMs, 'send', async () => {
        await own.connect();
        await own.send({
          topic,
          acks: -1,
          messages: [{ key: key ?? null, value: value ?? null, headers: { ...headers } }],
        });
      });
    } catch (error) {
      await drop();
      throw error;
    }
  };
  return {
    send: (message) => {
      const mine = turn.then(() => sendNow(message));
      turn = mine.catch(() => undefined);
      return mine;
    },
    close: async () => {
      await turn;
      await drop();
    },
  };
}
