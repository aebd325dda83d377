import { CHANGE_KINDS } from '#libs/model/kinds.js';
import { misfitOf } from '#libs/model/schema/validate.js';
import { numberedEvent } from '../testing/numbered-outbox.js';
import { messageOf } from './event-message.js';
import { headerSchema } from './header-schema.js';

const headersOf = (said: Readonly<Record<string, string>>): Record<string, string> => ({
  ...messageOf({ ...numberedEvent(1), headers: said }, 6, {
    prefix: 'p',
    ledgerId: 'l',
    schemaBase: 'https://lintel.example.org/schemas/',
  }).headers,
});
const said = { changes: CHANGE_KINDS.join(','), origin: 'live', source: '/lintel/p' };

test.each([
  ['as the ledger says them', said],
  ['with a trace', { ...said, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' }],
  ['of a dead letter, which has no changes', { ...said, changes: '' }],
])('headers fit the schema that subscribers are given: %s', (_, headers) => {
  expect(misfitOf(headerSchema(), headersOf(headers))).toBeUndefined();
});

test.each([
  ['a header that the schema does not name', { ...said, colour: 'red' }, 'ce_colour'],
  ['an unknown origin', { ...said, origin: 'guess' }, 'ce_lintelorigin'],
  ['changes that are not words', { ...said, changes: 'Ordered;Done' }, 'ce_changes'],
])('what does not stand in the schema does not fit it: %s', (_, headers, path) => {
  expect(misfitOf(headerSchema(), headersOf(headers))).toMatchObject({ path });
});
