import type { JsonObject } from '#libs/model/json.js';
import { compare } from './compare.js';
import { code, decimal, elements, exactly, instant, pounds, text, type Expected } from './expected.js';
import { keysOf } from './index.js';
import { eventKey } from './order-parts.js';
import { ORDER_STATUS, TRADE } from './words.js';

const AT = '2025-11-04T10:12:00.000Z';
const TRUTH: Expected = {
  kind: 'work-order',
  key: 'uh/workOrder:00545095',
  references: ['uh/workOrder:00545095', 'uh/workOrderSid:3000001'],
  fields: {
    status: code('100', ORDER_STATUS),
    raisedAt: instant(AT),
    cancelledAt: instant(null),
    estimatedCost: pounds('57.00'),
    tasks: elements('ref', [
      ['7', { trade: code('ZQ', TRADE), quantity: decimal('2.00'), variation: exactly(false) }],
    ]),
    bookingHistory: { is: 'count', count: 2 },
    jobUpdates: elements('event', [[eventKey('no-access', AT), { task: text(undefined) }]]),
  },
  personal: { jobUpdates: elements('event', [[eventKey('no-access', AT), { comments: text('carded') }]]) },
  links: [{ type: 'answers', reference: 'uh/request:02050001', linked: false }],
  flags: ['completed-before-raised'],
};
const MAIN: JsonObject = {
  id: 'x',
  kind: 'work-order',
  version: 4,
  state: 'current',
  references: [
    { scheme: 'uh/workOrderSid', id: '3000001' },
    { scheme: 'uh/workOrder', id: '00545095' },
  ],
  links: [
    { type: 'answers', reference: { scheme: 'uh/request', id: '02050001' }, state: 'unlinked', by: 'a/b' },
  ],
  flags: ['completed-before-raised', 'conflict:status'],
  status: { state: 'mapped', value: 'open', raw: { scheme: 'uh/status', code: '100' } },
  raisedAt: { at: '2025-11-04T10:12:00Z', text: '2025-11-04 10:12:00', zone: 'Europe/London' },
  estimatedCost: { amount: '57', currency: 'GBP' },
  tasks: [
    {
      ref: '7',
      trade: { state: 'unmapped', raw: { scheme: 'uh/trade', code: 'ZQ' } },
      quantity: '2',
      variation: false,
      by: ['a/b'],
    },
  ],
  bookingHistory: [{ ref: '1' }, { ref: '1' }],
  jobUpdates: [
    {
      ref: 'any',
      type: { state: 'mapped', value: 'no-access', raw: { scheme: 's', code: '70' } },
      at: { at: AT, text: AT },
    },
  ],
};
const PERSONAL: JsonObject = { id: 'x', jobUpdates: [{ ref: 'any', comments: 'carded' }] };

test('nothing differs where all is told', () => {
  expect(compare(TRUTH, MAIN, PERSONAL)).toEqual([]);
  expect(keysOf(MAIN)).toContain(TRUTH.key);
});

test.each<[string, JsonObject, JsonObject | undefined]>([
  ['state', { ...MAIN, state: 'withdrawn' }, PERSONAL],
  ['references', { ...MAIN, references: [] }, PERSONAL],
  [
    'links',
    {
      ...MAIN,
      links: [{ type: 'answers', reference: { scheme: 'uh/request', id: '2' }, state: 'unlinked' }],
    },
    PERSONAL,
  ],
  ['flags', { ...MAIN, flags: [] }, PERSONAL],
  [
    'status',
    { ...MAIN, status: { state: 'mapped', value: 'closed', raw: { scheme: 's', code: '100' } } },
    PERSONAL,
  ],
  ['raisedAt', { ...MAIN, raisedAt: { at: '2025-11-04T09:12:00Z', text: '' } }, PERSONAL],
  ['cancelledAt', { ...MAIN, cancelledAt: { at: '1900-01-01T00:00:00Z', text: '' } }, PERSONAL],
  ['estimatedCost', { ...MAIN, estimatedCost: { amount: '57.01', currency: 'GBP' } }, PERSONAL],
  ['estimatedCost', { ...MAIN, estimatedCost: { amount: '57.00', currency: 'EUR' } }, PERSONAL],
  ['tasks[7]', { ...MAIN, tasks: [] }, PERSONAL],
  ['tasks[8]', { ...MAIN, tasks: [...(MAIN['tasks'] as JsonObject[]), { ref: '8' }] }, PERSONAL],
  [
    'tasks[7].trade',
    {
      ...MAIN,
      tasks: [
        {
          ...(MAIN['tasks'] as JsonObject[])[0],
          trade: { state: 'mapped', value: 'general', raw: { scheme: 's', code: 'ZQ' } },
        },
      ],
    },
    PERSONAL,
  ],
  ['bookingHistory.length', { ...MAIN, bookingHistory: [{ ref: '1' }] }, PERSONAL],
  ['personal.jobUpdates[no-access@2025-11-04T10:12:00.000Z]', MAIN, undefined],
])('a difference is found at %s', (path, main, personal) => {
  expect(compare(TRUTH, main, personal).map((it) => it.path)).toContain(path);
});
