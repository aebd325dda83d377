import { makeKafka } from '../client.js';
import { startRelay } from '../relay/relay.js';
import { alwaysHeld, numberedOutbox } from './numbered-outbox.js';

/** A relay in a process of its own, to be killed: brokers, prefix, ledger id, number of events. Prints how far it came. */
const [brokers = '', prefix = '', ledgerId = '', size = '0'] = process.argv.slice(2);
const outbox = numberedOutbox(ledgerId, Number(size));
const relayed = outbox.relayed;
outbox.relayed = async (number) => {
  await relayed(number);
  process.stdout.write(`${number}\n`);
};
const kafka = makeKafka({ brokers: brokers.split(','), clientId: 'relay-child' });
startRelay({
  kafka,
  outbox,
  holdLease: alwaysHeld,
  prefix,
  limits: { events: 100, bytesPerPartition: 900_000, bytes: 8_000_000 },
});
