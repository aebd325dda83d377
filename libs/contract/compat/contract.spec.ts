import type { JsonObject } from '#libs/model/json.js';
import { compareContracts, type Finding } from './contract.js';
import { BREAKING } from './finding.js';

const coded = (words: readonly string[]): JsonObject => ({
  type: 'object',
  additionalProperties: false,
  required: ['state', 'raw'],
  properties: {
    state: { enum: ['mapped', 'unmapped'] },
    value: { enum: words, 'x-hact-codes': { open: ['80', '81'] } },
    raw: { type: 'string' },
  },
});

const main: JsonObject = {
  $id: 'https://lintel.example.org/schemas/order.v1.json',
  description: 'An order.',
  type: 'object',
  additionalProperties: false,
  required: ['id', 'kind', 'state'],
  properties: {
    id: { type: 'string', format: 'uuid', description: 'The entity.' },
    kind: { const: 'order' },
    state: { enum: ['current', 'withdrawn'] },
    version: { type: 'integer', minimum: 1 },
    cost: { type: 'string', pattern: '^\\d+$' },
    note: { type: 'string', maxLength: 100, 'x-class': 'internal' },
    status: { $ref: '#/$defs/status' },
    country: { enum: ['england', 'wales'], 'x-open': true },
    raisedAt: { $ref: '#/$defs/instant' },
    either: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    changes: { type: 'string', 'x-words': ['ordered', 'completed'] },
    provenance: { type: 'object', additionalProperties: { type: 'string' } },
    tasks: {
      type: 'array',
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['ref'],
        properties: { ref: { type: 'string' }, quantity: { type: 'number' } },
      },
    },
  },
  $defs: {
    status: coded(['open', 'closed']),
    instant: {
      type: 'object',
      additionalProperties: false,
      required: ['at'],
      properties: { at: { type: 'string', format: 'date-time' } },
    },
  },
};

const personal: JsonObject = {
  type: 'object',
  additionalProperties: false,
  required: ['id'],
  properties: { id: { type: 'string' }, description: { type: 'string', 'x-class': 'personal' } },
};

type Editable = Record<string, any>; // oxlint-disable-line typescript/no-explicit-any -- a schema to be edited anywhere
type Edit = (main: Editable, personal: Editable) => void;

function findings(edit: Edit): readonly Finding[] {
  const before = new Map([
    ['order.v1.json', main],
    ['order-personal.v1.json', personal],
  ]);
  const mainNow: Editable = structuredClone(main);
  const personalNow: Editable = structuredClone(personal);
  edit(mainNow, personalNow);
  const now = new Map<string, JsonObject>([['order-personal.v1.json', personalNow]]);
  if (mainNow['gone'] !== true) now.set('order.v1.json', mainNow);
  return compareContracts(before, now);
}

const whereAndWhat = ({ code, file, path }: Finding): string => `${code} ${file} ${path}`;

const BREAKS: readonly (readonly [name: string, expected: string, edit: Edit])[] = [
  ['a field is removed', 'field-removed order.v1.json $.note', (schema) => delete schema['properties'].note],
  [
    'a field is renamed',
    'field-removed order.v1.json $.cost',
    (schema) => {
      schema['properties'].price = schema['properties'].cost;
      delete schema['properties'].cost;
    },
  ],
  [
    'a field of an element is removed',
    'field-removed order.v1.json $.tasks[*].quantity',
    (schema) => delete schema['properties'].tasks.items.properties.quantity,
  ],
  [
    'a field behind a $ref is removed',
    'field-removed order.v1.json $.raisedAt.at',
    (schema) => (schema['$defs'].instant.properties = {}),
  ],
  [
    'a field moves to the personal topic',
    'field-moved order.v1.json $.note',
    (schema, personal) => {
      personal['properties'].note = { ...schema['properties'].note, 'x-class': 'personal' };
      delete schema['properties'].note;
    },
  ],
  [
    'a field moves from the personal topic to the main one',
    'field-moved order-personal.v1.json $.description',
    (schema, personal) => {
      schema['properties'].description = { type: 'string', 'x-class': 'internal' };
      delete personal['properties'].description;
    },
  ],
  [
    'a type changes',
    'type-changed order.v1.json $.version',
    (schema) => (schema['properties'].version = { type: 'string' }),
  ],
  [
    'a type is widened',
    'type-changed order.v1.json $.note',
    (schema) => (schema['properties'].note.type = ['string', 'null']),
  ],
  [
    'an integer becomes a number',
    'type-changed order.v1.json $.version',
    (schema) => (schema['properties'].version.type = 'number'),
  ],
  [
    'items become anything',
    'type-changed order.v1.json $.tasks[*]',
    (schema) => delete schema['properties'].tasks.items,
  ],
  [
    'a required field becomes optional',
    'made-optional order.v1.json $.state',
    (schema) => (schema['required'] = ['id', 'kind']),
  ],
  [
    'a word comes to a closed list',
    'word-added order.v1.json $.state',
    (schema) => schema['properties'].state.enum.push('paused'),
  ],
  [
    'a word comes to the state of a coded value',
    'word-added order.v1.json $.status.state',
    (schema) => schema['$defs'].status.properties.state.enum.push('guessed'),
  ],
  [
    'a closed list is said to be open',
    'list-opened order.v1.json $.state',
    (schema) => (schema['properties'].state['x-open'] = true),
  ],
  [
    'an open list is said to be closed',
    'list-fixed order.v1.json $.country',
    (schema) => delete schema['properties'].country['x-open'],
  ],
  [
    'a word goes from an open list',
    'word-removed order.v1.json $.country',
    (schema) => schema['properties'].country.enum.pop(),
  ],
  [
    'an open list becomes free text',
    'list-opened order.v1.json $.country',
    (schema) => (schema['properties'].country = { type: 'string', 'x-open': true }),
  ],
  [
    'a word means something else',
    'codes-changed order.v1.json $.status.value',
    (schema) => (schema['$defs'].status.properties.value['x-hact-codes'].open = ['90']),
  ],
  [
    'a word loses one of its codes',
    'codes-changed order.v1.json $.status.value',
    (schema) => schema['$defs'].status.properties.value['x-hact-codes'].open.pop(),
  ],
  [
    'a class is loosened',
    'class-loosened order-personal.v1.json $.description',
    (_, personal) => (personal['properties'].description['x-class'] = 'internal'),
  ],
  [
    'a class is taken away',
    'class-loosened order-personal.v1.json $.description',
    (_, personal) => delete personal['properties'].description['x-class'],
  ],
  [
    'a key of a map becomes a field of another type',
    'type-changed order.v1.json $.provenance.cost',
    (schema) => (schema['properties'].provenance.properties = { cost: { type: 'integer' } }),
  ],
  [
    'a change kind comes',
    'word-added order.v1.json $.changes',
    (schema) => schema['properties'].changes['x-words'].push('paid'),
  ],
  [
    'a word goes from a closed list',
    'word-removed order.v1.json $.state',
    (schema) => schema['properties'].state.enum.pop(),
  ],
  [
    'a word goes from a coded value',
    'word-removed order.v1.json $.status.value',
    (schema) => schema['$defs'].status.properties.value.enum.pop(),
  ],
  [
    'a list of words is opened',
    'list-opened order.v1.json $.state',
    (schema) => (schema['properties'].state = { type: 'string' }),
  ],
  [
    'a constant changes',
    'constant-changed order.v1.json $.kind',
    (schema) => (schema['properties'].kind.const = 'job'),
  ],
  [
    'a format is dropped',
    'format-changed order.v1.json $.id',
    (schema) => delete schema['properties'].id.format,
  ],
  [
    'a pattern changes',
    'pattern-changed order.v1.json $.cost',
    (schema) => (schema['properties'].cost.pattern = '^-?\\d+$'),
  ],
  [
    'a minimum is lowered',
    'bound-loosened order.v1.json $.version',
    (schema) => (schema['properties'].version.minimum = 0),
  ],
  [
    'a longest length is raised',
    'bound-loosened order.v1.json $.note',
    (schema) => (schema['properties'].note.maxLength = 200),
  ],
  [
    'an object is opened',
    'object-opened order.v1.json $.tasks[*]',
    (schema) => (schema['properties'].tasks.items.additionalProperties = true),
  ],
  [
    'a map is closed',
    'map-closed order.v1.json $.provenance',
    (schema) => (schema['properties'].provenance.additionalProperties = false),
  ],
  [
    "a map's values change their type",
    'type-changed order.v1.json $.provenance.*',
    (schema) => (schema['properties'].provenance.additionalProperties = { type: 'object' }),
  ],
  [
    'another shape may come',
    'alternative-added order.v1.json $.either',
    (schema) => schema['properties'].either.anyOf.push({ type: 'object' }),
  ],
  [
    'a rule that is not judged comes',
    'rule-changed order.v1.json $',
    (schema) => (schema['if'] = { required: ['note'] }),
  ],
  ['a schema is removed', 'schema-removed order.v1.json $', (schema) => (schema['gone'] = true)],
];

const KEEPS: readonly (readonly [name: string, expected: string | undefined, edit: Edit])[] = [
  [
    'an optional field comes',
    'field-added order.v1.json $.extra',
    (schema) => (schema['properties'].extra = { type: 'string' }),
  ],
  [
    'a required field comes',
    'field-added order.v1.json $.extra',
    (schema) => {
      schema['properties'].extra = { type: 'string' };
      schema['required'].push('extra');
    },
  ],
  [
    'an optional field of an element comes',
    'field-added order.v1.json $.tasks[*].rate',
    (schema) => (schema['properties'].tasks.items.properties.rate = { type: 'string' }),
  ],
  [
    'a field comes to the personal topic',
    'field-added order-personal.v1.json $.phone',
    (_, personal) => (personal['properties'].phone = { type: 'string' }),
  ],
  [
    'an optional field becomes required',
    'made-required order.v1.json $.version',
    (schema) => schema['required'].push('version'),
  ],
  [
    'a word comes to the words of a coded value',
    'coded-word-added order.v1.json $.status.value',
    (schema) => schema['$defs'].status.properties.value.enum.push('locked'),
  ],
  [
    'a word comes to an open list',
    'open-word-added order.v1.json $.country',
    (schema) => schema['properties'].country.enum.push('scotland'),
  ],
  [
    'a word that had no HACT code is given one',
    'codes-added order.v1.json $.status.value',
    (schema) => (schema['$defs'].status.properties.value['x-hact-codes'].closed = ['40']),
  ],
  [
    'the codes of a word come in another order',
    undefined,
    (schema) => schema['$defs'].status.properties.value['x-hact-codes'].open.reverse(),
  ],
  [
    "a field that fits the map's values comes to a map",
    'field-added order.v1.json $.provenance.cost',
    (schema) => (schema['properties'].provenance.properties = { cost: { type: 'string' } }),
  ],
  [
    'a free text becomes a closed list',
    'list-closed order.v1.json $.note',
    (schema) => (schema['properties'].note.enum = ['yes', 'no']),
  ],
  [
    'a number becomes an integer',
    'type-narrowed order.v1.json $.tasks[*].quantity',
    (schema) => (schema['properties'].tasks.items.properties.quantity.type = 'integer'),
  ],
  [
    'a format comes',
    'format-added order.v1.json $.note',
    (schema) => (schema['properties'].note.format = 'email'),
  ],
  [
    'a pattern comes',
    'pattern-added order.v1.json $.note',
    (schema) => (schema['properties'].note.pattern = '^a'),
  ],
  [
    'a minimum is raised',
    'bound-tightened order.v1.json $.version',
    (schema) => (schema['properties'].version.minimum = 2),
  ],
  [
    'a longest length is lowered',
    'bound-tightened order.v1.json $.note',
    (schema) => (schema['properties'].note.maxLength = 50),
  ],
  [
    'one shape of several comes no more',
    'alternative-removed order.v1.json $.either',
    (schema) => schema['properties'].either.anyOf.pop(),
  ],
  [
    'a description is dropped',
    'text-changed order.v1.json $.id',
    (schema) => delete schema['properties'].id.description,
  ],
  [
    'a class changes within a topic',
    'class-changed order-personal.v1.json $.description',
    (_, personal) => (personal['properties'].description['x-class'] = 'sensitive'),
  ],
  [
    'a definition gets another name',
    undefined,
    (schema) => {
      schema['$defs'].moment = schema['$defs'].instant;
      delete schema['$defs'].instant;
      schema['properties'].raisedAt.$ref = '#/$defs/moment';
    },
  ],
  [
    'a definition is written out',
    undefined,
    (schema) => (schema['properties'].raisedAt = schema['$defs'].instant),
  ],
  [
    'words and alternatives come in another order',
    undefined,
    (schema) => {
      schema['properties'].state.enum.reverse();
      schema['properties'].either.anyOf.reverse();
      schema['required'].reverse();
    },
  ],
];

describe('a breaking change is refused:', () => {
  it.each(BREAKS)('%s', (_, expected, edit) => {
    const broken = findings(edit).filter(({ breaking }) => breaking);
    expect(broken.map(whereAndWhat)).toEqual([expected]);
    expect(broken[0]?.what).not.toBe('');
    expect(broken[0]?.way).toBe(BREAKING[broken[0]?.code as keyof typeof BREAKING]);
  });
  it('for every code there is a test', () => {
    const tested = new Set(BREAKS.map(([, expected]) => expected.split(' ')[0]));
    expect([...tested].sort()).toEqual(Object.keys(BREAKING).sort());
  });
});

describe('a safe change is allowed:', () => {
  it.each(KEEPS)('%s', (_, expected, edit) => {
    const found = findings(edit);
    expect(found.map(whereAndWhat)).toEqual(expected === undefined ? [] : [expected]);
    expect(found.filter(({ breaking }) => breaking)).toEqual([]);
  });
});

it('nothing changed: nothing is found', () => {
  expect(findings(() => undefined)).toEqual([]);
});

it('only what always holds the raw code is a coded value: else a new word is breaking', () => {
  const set = (words: readonly string[]): ReadonlyMap<string, JsonObject> =>
    new Map([['x.v1.json', { ...coded(words), required: ['state'] }]]);
  expect(compareContracts(set(['open']), set(['open', 'closed'])).map(whereAndWhat)).toEqual([
    'word-added x.v1.json $.value',
  ]);
});

it('a change within one of several shapes is found where it is, not as another shape', () => {
  const was = { anyOf: [{ type: 'object', properties: { a: { type: 'string' } } }, { type: 'null' }] };
  const is = { anyOf: [{ type: 'object', properties: { a: { type: 'integer' } } }, { type: 'null' }] };
  const found = compareContracts(new Map([['x.v1.json', was]]), new Map([['x.v1.json', is]]));
  expect(found.map(whereAndWhat)).toEqual(['type-changed x.v1.json $.a']);
});

it('a schema that refers to itself ends, and a change in it is found once', () => {
  const tree = (type: string): JsonObject => ({
    $ref: '#/$defs/node',
    $defs: {
      node: {
        type: 'object',
        properties: { name: { type }, inner: { type: 'array', items: { $ref: '#/$defs/node' } } },
      },
    },
  });
  const found = compareContracts(
    new Map([['tree.v1.json', tree('string')]]),
    new Map([['tree.v1.json', tree('integer')]]),
  );
  expect(found.map(whereAndWhat)).toContain('type-changed tree.v1.json $.name');
  expect(found.length).toBeLessThan(4);
});

it.each<[name: string, schema: JsonObject]>([
  ['required fields beside a $ref', { $ref: '#/$defs/t', required: ['a'] }],
  ['a bound beside a $ref', { description: 'Short.', $ref: '#/$defs/t', maxLength: 10 }],
  ['a bound beside a $ref of a $ref', { $ref: '#/$defs/short' }],
  ['a bound in an alternative and another beside it', { maxLength: 5, anyOf: [{ maxLength: 10 }] }],
  [
    'a field in an alternative and another of its name beside it',
    { properties: { title: { maxLength: 5 } }, anyOf: [{ properties: { title: { maxLength: 10 } } }] },
  ],
])('%s: refused, since the two would add up and only one would be judged', (_, a) => {
  const set = new Map([
    [
      'x.v1.json',
      {
        properties: { a },
        $defs: { t: { type: 'string', maxLength: 5 }, short: { $ref: '#/$defs/t', maxLength: 3 } },
      },
    ],
  ]);
  expect(() => compareContracts(set, set)).toThrow(
    expect.objectContaining({ code: 'schema-reference-mixed' }),
  );
});

it('notes beside a $ref go before those of its definition', () => {
  const set = (words: JsonObject): ReadonlyMap<string, JsonObject> =>
    new Map([
      [
        'x.v1.json',
        {
          properties: { a: { $ref: '#/$defs/t', ...words } },
          $defs: { t: { type: 'string', 'x-class': 'personal', description: 'Any.' } },
        },
      ],
    ]);
  expect(
    compareContracts(set({}), set({ description: 'This.', 'x-class': 'public' })).map(whereAndWhat),
  ).toEqual(['class-loosened x.v1.json $.a', 'text-changed x.v1.json $.a']);
});

it('a $ref to nothing is told, not guessed', () => {
  const lost = new Map([['x.v1.json', { $id: 'x', $ref: '#/$defs/nothing' }]]);
  expect(() => compareContracts(lost, lost)).toThrow(
    expect.objectContaining({ code: 'schema-reference-unknown' }),
  );
});
