import { sharedKafka } from '#libs/local/testing/services.js';

/** Run by test.spec.ts, to be interrupted: a worker that makes the whole run have a broker. */
test('never ends', async () => {
  await sharedKafka();
  process.stderr.write('broker is ready\n');
  await new Promise(() => undefined);
});
