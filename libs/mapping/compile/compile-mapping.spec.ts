import type { Mapped } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import { compileMapping } from './compile-mapping.js';
import { orders as base } from '../testing/orders.js';
import type { MappingSpec } from '../mapping-spec.js';

const compile = (more: Partial<MappingSpec> = {}) => {
  const { mapping, problems } = compileMapping({ ...base, ...more });
  if (!mapping) throw new Error(JSON.stringify(problems));
  return mapping;
};
const mapOne = async (record: JsonObject, more: Partial<MappingSpec> = {}): Promise<Mapped> => {
  const [mapped] = await compile(more).map([record]);
  if (!mapped) throw new Error('no answer');
  return mapped;
};
const order = { wo_ref: '545095', wo_status: '100', tstamp: '7' };
const contribution = async (record: JsonObject, more: Partial<MappingSpec> = {}) => {
  const mapped = await mapOne(record, more);
  if (mapped.outcome !== 'contributions') throw new Error(JSON.stringify(mapped));
  return mapped.contributions[0];
};

describe('a record', () => {
  it('says who it is about and what', async () => {
    expect(await mapOne({ ...order, wo_status: '999' })).toEqual({
      outcome: 'contributions',
      key: '545095',
      version: { kind: 'xid8', text: '7', sort: '7'.padStart(38, '0') },
      contributions: [
        {
          part: '',
          kind: 'work-order',
          identity: [{ scheme: 'uh/workOrder', id: '00545095' }],
          links: [],
          fields: { status: { state: 'unmapped', raw: { scheme: 'uh/status', code: '999' } } },
        },
      ],
      unmapped: [{ table: 'status', code: '999' }],
    });
  });

  it.each([
    ['a constant expression', '= "appointment"'],
    ['a code that is a constant', '= $code("status", "100")'],
    ['a constant in brackets', '= ("a" & "b")'],
  ])('has no element of which only constants spoke: %s', async (_, kind) => {
    const map = { appointments: [{ ref: '= booking', kind }] };
    const fields = [...(base.fields ?? []), 'booking'];
    expect((await contribution({ ...order, booking: null }, { map, fields }))?.fields).toEqual({});
    expect((await contribution({ ...order, booking: 'B1' }, { map, fields }))?.fields).toMatchObject({
      appointments: [{ ref: 'B1' }],
    });
  });

  it.each([
    [
      'an empty list in what an expression makes',
      '= [{ "rates": $list(lines.rate), "trade": $text(trade) }]',
    ],
    ['nothing in what an expression makes', '= [{ "trade": $text(trade) }, { "rates": [[], {}] }]'],
  ])('says nothing by %s', async (_, tasks) => {
    const fields = [...(base.fields ?? []), 'lines', 'trade'];
    expect((await contribution(order, { map: { tasks }, fields }))?.fields).toEqual({});
    expect((await contribution({ ...order, trade: 'PL' }, { map: { tasks }, fields }))?.fields).toEqual({
      tasks: [{ trade: 'PL' }],
    });
  });

  it('says that there is none by null, also deep in what an expression makes', async () => {
    const map = { tasks: '= [{ "ref": wo_ref, "rates": null }]' };
    expect((await contribution(order, { map }))?.fields).toEqual({ tasks: [{ ref: '545095', rates: null }] });
  });

  it('has an element that a function of JSONata read from the record', async () => {
    const map = { appointments: [{ ref: '= $join($keys(), "+")' }] };
    expect((await contribution(order, { map }))?.fields).toEqual({
      appointments: [{ ref: 'wo_ref+wo_status+tstamp' }],
    });
  });

  it.each([
    ['no-key', { ...order, wo_ref: null }, {}],
    ['no-version', { ...order, tstamp: null }, {}],
    ['bad-version', { ...order, tstamp: '0x7' }, {}],
    ['no-identity', { ...order, rq_ref: '1' }, { key: '= rq_ref', identity: { 'uh/workOrder': '= lines' } }],
    ['no-period', order, { identity: { 'sheet/temp': '= wo_ref' } }],
    ['unknown-kind', order, { as: '= wo_status' }],
    ['bad-character', { ...order, wo_status: 'a\0b' }, { map: { description: '= wo_status' } }],
    ['bad-character', { ...order, wo_status: '\ud800' }, { map: { description: '= wo_status' } }],
    ['bad-character', { ...order, wo_ref: '1\0' }, {}],
    ['not-one-value', { ...order, wo_ref: ['1', '2'] }, {}],
    ['expression-failed', order, { map: { description: '= $number(wo_ref & "x")' } }],
    ['does-not-fit', order, { checkFields: () => ({ path: 'status', message: 'is wrong' }) }],
    [
      'repeated-part',
      { ...order, lines: [{ n: '1' }, { n: '1' }] },
      { each: '= lines', part: '= n', identity: { 'uh/workOrder': '= $$.wo_ref' }, map: {} },
    ],
  ] satisfies [string, JsonObject, Partial<MappingSpec>][])(
    'is a dead letter: %s',
    async (code, record, more) => {
      expect(await mapOne(record, more)).toMatchObject({ outcome: 'dead-letter', code });
    },
  );

  it('delays nobody (I11), and names no value (I10)', async () => {
    const [bad, good] = await compile({ map: { description: '= $number(wo_status)' } }).map([
      { ...order, wo_status: 'Ms Invented' },
      order,
    ]);
    expect(bad).toMatchObject({
      outcome: 'dead-letter',
      code: 'expression-failed',
      key: '545095',
      path: 'map.description',
    });
    expect(JSON.stringify(bad)).not.toContain('Invented');
    expect(good).toMatchObject({ outcome: 'contributions' });
  });

  it('is filtered by the first rule that holds, before its identity is asked for', async () => {
    const filter = { never: '= wo_ref = "x"', 'not-open': '= $not(wo_status = "100")' };
    const more = { filter, identity: { 'uh/workOrder': '= rq_ref' } };
    expect(await mapOne({ ...order, wo_status: '700' }, more)).toMatchObject({
      outcome: 'filtered',
      rule: 'not-open',
      key: '545095',
      version: { text: '7' },
    });
    expect(await mapOne(order, more)).toMatchObject({ code: 'no-identity' });
  });

  it('may have a version or not where that is said', async () => {
    const version = { is: '= tstamp', kind: 'timestamp', optional: true } as const;
    const more = { version, timezone: 'Europe/London', changedAt: '= $instant(tstamp)' };
    expect(await mapOne({ ...order, tstamp: '2024-07-01 12:00' }, more)).toMatchObject({
      version: { text: '2024-07-01T11:00:00Z' },
      contributions: [{ changedAt: '2024-07-01T11:00:00.000000000Z' }],
    });
    expect(await mapOne({ ...order, tstamp: '' }, more)).not.toHaveProperty('version');
    expect(await mapOne({ ...order, tstamp: 'soon' }, more)).toMatchObject({
      code: 'bad-date',
      path: 'version',
    });
  });

  it('joins the parts of a key so that no two keys become one', async () => {
    const key = ['= wo_ref', '= rq_ref'];
    const keys = await Promise.all(
      [{ wo_ref: 'a|b', rq_ref: 'c' }, { wo_ref: 'a', rq_ref: 'b|c' }, { wo_ref: 'a' }].map((record) =>
        mapOne({ ...order, ...record }, { key }),
      ),
    );
    expect(keys.map((mapped) => mapped.key)).toEqual(['a\\|b|c', 'a|b\\|c', 'a|']);
  });
});

describe('references', () => {
  it('are normalised, and padded only where they are digits', async () => {
    expect((await contribution({ ...order, wo_ref: ' v12 ' }))?.identity).toEqual([
      { scheme: 'uh/workOrder', id: 'V12' },
    ]);
    expect((await contribution({ ...order, wo_ref: 12 }))?.identity).toEqual([
      { scheme: 'uh/workOrder', id: '00000012' },
    ]);
  });

  it('may be several, may have a period, and may be none', async () => {
    const links = {
      answers: { 'uh/request': '= rq_ref' },
      supersedes: { 'sheet/temp': { id: '= lines', period: '= tstamp' } },
    };
    expect(
      (await contribution({ ...order, rq_ref: ['1', '2', '1'], lines: 'T9' }, { links }))?.links,
    ).toEqual([
      { type: 'answers', reference: { scheme: 'uh/request', id: '1' } },
      { type: 'answers', reference: { scheme: 'uh/request', id: '2' } },
      { type: 'supersedes', reference: { scheme: 'sheet/temp', id: 'T9', period: '7' } },
    ]);
    expect((await contribution(order, { links }))?.links).toEqual([]);
  });

  it('are normalised in fields too', async () => {
    const map = { contractor: { scheme: 'uh/workOrder', id: '= rq_ref' } };
    expect((await contribution({ ...order, rq_ref: '5' }, { map }))?.fields).toEqual({
      contractor: { scheme: 'uh/workOrder', id: '00000005' },
    });
    expect((await contribution(order, { map }))?.fields).toEqual({});
  });
});

describe('fields', () => {
  it('are absent where nothing is said, and null where there is none', async () => {
    const map = {
      tasks: [{ ref: '= rq_ref', rate: { scheme: 'uh/job', code: '= lines' } }],
      a: { literal: 1 },
      b: '= null',
      c: '= $list(lines)',
      d: 'text',
      e: [{ only: '= rq_ref' }],
    };
    expect((await contribution(order, { map }))?.fields).toEqual({ a: { literal: 1 }, b: null, d: 'text' });
    expect((await contribution({ ...order, rq_ref: '1' }, { map }))?.fields).toEqual({
      a: { literal: 1 },
      b: null,
      d: 'text',
      tasks: [{ ref: '1' }],
      e: [{ only: '1' }],
    });
  });
});

describe('parts', () => {
  const invoice = { ...order, lines: [{ n: '10', order: '7' }, { order: null }] };
  const parts: MappingSpec['parts'] = [
    {
      each: '= lines',
      part: '= n',
      links: { bills: { 'uh/workOrder': '= order ?? $$.wo_ref' } },
      map: { lines: [{ ref: '= $uppercase(n)' }] },
    },
  ];

  it('speak after the record as a whole, of the same entity', async () => {
    const mapped = await mapOne(invoice, { parts });
    expect(mapped).toMatchObject({
      contributions: [
        { part: '', fields: { status: { value: 'open' } } },
        {
          part: '10',
          identity: [{ id: '00545095' }],
          links: [{ type: 'bills', reference: { id: '00000007' } }],
          fields: { lines: [{ ref: '10' }] },
        },
      ],
    });
  });

  it('have their position where they have no number', async () => {
    const { map: _, ...silent } = base;
    const { mapping } = compileMapping({
      ...silent,
      parts: [{ each: '= lines', identity: { 'uh/workOrder': '= order' }, part: '= n' }],
    });
    const [mapped] =
      (await mapping?.map([{ ...order, lines: [{ order: '1' }, { order: '2', n: '9' }] }])) ?? [];
    expect(mapped).toMatchObject({
      contributions: [
        { part: '1', identity: [{ id: '00000001' }] },
        { part: '9', identity: [{ id: '00000002' }] },
      ],
    });
  });
});

describe('the hash', () => {
  it('is over everything that decides, and nothing else', () => {
    const { hash } = compile();
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(compile().hash).toBe(hash);
    expect(compile({ checkFields: () => undefined }).hash).toBe(hash);
    expect(compile({ codes: { ...base.codes, unused: [{ code: '1', value: 'x' }] } }).hash).toBe(hash);
    expect(compile({ codes: { status: [{ code: '100', value: 'closed' }] } }).hash).not.toBe(hash);
    expect(compile({ clean: { trim: 'right' } }).hash).not.toBe(hash);
    expect(compile({ schemes: { ...base.schemes, 'uh/workOrder': { normalise: [] } } }).hash).not.toBe(hash);
  });
});
