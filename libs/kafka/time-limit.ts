import { TransientError } from '#libs/model/errors.js';

/**
 * The answer of `call`, or TransientError `kafka-deadline` after `ms`. What was called goes on unheard: whoever passes a
 * deadline throws the producer or consumer away.
 */
export async function within<T>(ms: number, what: string, call: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new TransientError('kafka-deadline', `Kafka did not answer within ${ms} ms: ${what}`)),
      ms,
    );
  });
  const answer = call();
  answer.catch(() => undefined); // after the deadline nobody listens
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** For the end of things: waits up to `ms`, and an error does not matter any more. */
export async function letGo(ms: number, what: string, call: () => Promise<unknown>): Promise<void> {
  await within(ms, what, call).catch(() => undefined);
}
