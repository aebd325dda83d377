import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { oddMoves } from './flags.js';

const at = (text: string): JsonObject => ({ at: text, text });
const moves = (...words: readonly string[]): JsonObject => ({
  statusHistory: words.map((value) => ({ status: { state: 'mapped', value } })),
});

test.each<[string, EntityKind, JsonObject, readonly string[]]>([
  ['nothing said', 'work-order', {}, []],
  [
    'done in time',
    'work-order',
    { raisedAt: at('2026-01-01T00:00:00Z'), completedAt: at('2026-01-02T00:00:00Z') },
    [],
  ],
  [
    'done at once',
    'work-order',
    { raisedAt: at('2026-01-01T00:00:00Z'), completedAt: at('2026-01-01T00:00:00Z') },
    [],
  ],
  [
    'done half a second after',
    'work-order',
    { raisedAt: at('2026-01-01T00:00:00Z'), completedAt: at('2026-01-01T00:00:00.5Z') },
    [],
  ],
  [
    'done before it was raised',
    'work-order',
    { raisedAt: at('2026-01-02T00:00:00Z'), completedAt: at('2026-01-01T00:00:00Z') },
    ['completed-before-raised'],
  ],
  ['done, never raised', 'work-order', { completedAt: at('2026-01-01T00:00:00Z') }, []],
  ['cancelled', 'work-order', { cancelledAt: at('2026-01-01T00:00:00Z') }, []],
  [
    'done and cancelled',
    'work-order',
    { completedAt: at('2026-01-01T00:00:00Z'), cancelledAt: at('2026-01-01T00:00:00Z') },
    ['completed-and-cancelled'],
  ],
  [
    'done when somebody came',
    'work-order',
    { attendedAt: at('2026-01-01T00:00:00Z'), completedAt: at('2026-01-01T00:00:00Z') },
    [],
  ],
  [
    'done before anybody came',
    'work-order',
    { attendedAt: at('2026-01-01T00:00:01Z'), completedAt: at('2026-01-01T00:00:00Z') },
    ['completed-before-attended'],
  ],
  ['open after it was done', 'work-order', moves('open', 'completed', 'open'), ['reopened']],
  ['open after it was closed', 'work-order', moves('closed', 'on-hold'), ['reopened']],
  ['done, then closed', 'work-order', moves('open', 'completed', 'closed'), []],
  ['done, then an unknown word', 'work-order', moves('completed', ''), []],
  ['never done', 'work-order', moves('open', 'on-hold', 'open'), []],
  ['a request knows no odd moves', 'request', moves('completed', 'open'), []],
  ['nor does a property', 'property', moves('completed', 'open'), []],
  [
    'an investigation that began at the moment of awareness',
    'hazard-case',
    { awareAt: at('2026-01-02T00:00:00Z'), investigations: [{ startedAt: at('2026-01-02T00:00:00Z') }, {}] },
    [],
  ],
  [
    'an investigation that began before it',
    'hazard-case',
    { awareAt: at('2026-01-02T00:00:00Z'), investigations: [{}, { startedAt: at('2026-01-01T00:00:00Z') }] },
    ['investigated-before-aware'],
  ],
  [
    'an investigation, and nobody says since when the landlord is aware',
    'hazard-case',
    { investigations: [{ startedAt: at('2026-01-01T00:00:00Z') }] },
    [],
  ],
  [
    'a summary sent when its investigation was concluded, or of one that is not',
    'hazard-case',
    {
      investigations: [{ ref: '1', concludedAt: at('2026-01-05T00:00:00Z') }, { ref: '2' }],
      summaries: [
        { investigation: '1', sentAt: at('2026-01-05T00:00:00Z') },
        { investigation: '1' },
        { investigation: '2', sentAt: at('2026-01-01T00:00:00Z') },
      ],
    },
    [],
  ],
  [
    'a summary sent before its investigation was concluded',
    'hazard-case',
    {
      investigations: [
        { ref: '1', concludedAt: at('2026-01-05T00:00:00Z') },
        { ref: '2', concludedAt: at('2026-01-01T00:00:00Z') },
      ],
      summaries: [{ investigation: '1', sentAt: at('2026-01-04T00:00:00Z') }],
    },
    ['summary-before-conclusion'],
  ],
])('%s', (_, kind, fields, flags) => {
  expect(oddMoves(kind, fields, [])).toEqual(flags);
});
