import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { JsonObject } from '#libs/model/json.js';
import type { Event } from '../kit/subscriber.js';
import { Landlord } from './kit/landlord.js';
import { rp02 } from './kit/rp02.js';

type Row = Readonly<Record<string, string>>;

/** Each line a record of an order, with the verdict that a person gave it and why. */
const rows: readonly Row[] = parse(readFileSync(join(__dirname, 'rp02-by-hand.csv')), { columns: true });
const VERDICT = ['measure', 'within', 'why'];
const recordOf = (row: Row): JsonObject => ({
  ...Object.fromEntries(
    Object.entries(row).filter(([name, value]) => !VERDICT.includes(name) && value !== ''),
  ),
  PropertyReferences: row['PropertyReferences'] === '' ? null : [row['PropertyReferences'] ?? ''],
});
const byHand = (measure: string, within = ''): readonly string[] =>
  rows
    .filter((row) => row['measure'] === measure && row['within'] === within)
    .map((row) => `0${row['OrderReference']}`);

let landlord: Landlord;
let events: readonly Event[];

beforeAll(async () => {
  landlord = await Landlord.make();
  await landlord.say('properties', 'gas-servicing');
  await landlord.say('properties', 'leaseholder-share');
  await landlord.say('orders', rows.map(recordOf));
  events = await landlord.events();
});
afterAll(() => landlord.close());

const YEAR = { from: '2025-03-31T23:00:00Z', to: '2026-03-31T23:00:00Z' }; // 1 April to 31 March in London

test('RP02 from the topics is what was counted by hand, order by order', () => {
  expect(rp02(events, YEAR)).toEqual({
    nonEmergency: { within: byHand('RP02(1)', 'yes'), late: byHand('RP02(1)', 'no') },
    emergency: { within: byHand('RP02(2)', 'yes'), late: byHand('RP02(2)', 'no') },
    undecided: byHand('undecided'),
  });
});

test('… and in sum: 7 of 11 others and 7 of 9 emergencies in target, 5 that nobody can tell', () => {
  const { nonEmergency, emergency, undecided } = rp02(events, YEAR);
  const share = ({ within, late }: typeof emergency) => [within.length, within.length + late.length];
  expect(share(nonEmergency)).toEqual([7, 11]);
  expect(share(emergency)).toEqual([7, 9]);
  expect(undecided).toHaveLength(5);
});

test('… each order of the set is one entity, however many records spoke of it', () => {
  const orders = new Set(events.filter((it) => it.topic === 'work-order').map((it) => it.key));
  expect(orders.size).toBe(44);
});
