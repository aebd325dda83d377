import fc from 'fast-check';
import { currentDocument } from './document.js';
import type { JsonObject } from '#libs/model/json.js';
import type { AcceptedContribution } from './accepted-contribution.js';

const says = (key: string, day: number, fields: JsonObject): AcceptedContribution => ({
  connector: 'housing',
  stream: 'orders',
  system: 'uh',
  key,
  part: '',
  kind: 'work-order',
  version: '',
  arrival: day,
  identity: [{ scheme: 'uh/workOrder', id: '1' }],
  held: [],
  links: [],
  fields,
  changedAt: `2026-03-0${day}T00:00:00.000000000Z`,
  history: [],
});
const personal = (...contributions: readonly AcceptedContribution[]): JsonObject => {
  const {
    id: _id,
    kind: _kind,
    state: _state,
    ...fields
  } = currentDocument('id', 'work-order', contributions, new Map(), { authority: {} }).personal ?? {};
  return fields;
};
const tenancy = (id: string): JsonObject => ({ scheme: 'uh/tenancy', id });

test('the phone of one person never stands beside the name of another', () => {
  const contractor = says('job', 1, { customerName: 'Former', customerPhone: '07700 900301' });
  const housing = says('order', 2, { customerName: 'Incoming', tenancy: tenancy('new') });
  expect(personal(contractor, housing)).toEqual({ customerName: 'Incoming', tenancy: tenancy('new') });
});

test('nor beside the tenancy of another', () => {
  const former = says('order', 1, { customerPhone: '07700 900301', tenancy: tenancy('old') });
  expect(personal(former, says('visit', 2, { tenancy: tenancy('new') }))).toEqual({
    tenancy: tenancy('new'),
  });
});

test('who shares the name or the tenancy fills what is missing', () => {
  const contractor = says('job', 2, { customerName: 'Tenant', customerPhone: '07700 900301' });
  const housing = says('order', 1, { customerName: 'Tenant', tenancy: tenancy('1') });
  const third = says('visit', 0, { customerPhone: '07700 900302', tenancy: tenancy('1') });
  expect(personal(third, housing, contractor)).toEqual({
    customerName: 'Tenant',
    customerPhone: '07700 900301',
    tenancy: tenancy('1'),
  });
  const { fields, ...rest } = contractor;
  const silent = { ...rest, fields: { customerName: fields['customerName'] ?? null } };
  expect(personal(third, housing, silent)).toMatchObject({ customerPhone: '07700 900302' });
});

test('a phone without a name is used only where nobody is named', () => {
  const phone = says('job', 1, { customerPhone: '07700 900301' });
  expect(personal(phone)).toEqual({ customerPhone: '07700 900301' });
  expect(personal(phone, says('order', 2, { customerName: 'Tenant' }))).toEqual({ customerName: 'Tenant' });
});

test('what is no contact is nobody’s in particular', () => {
  const access = says('job', 1, { customerName: 'Former', access: 'side gate', description: 'gutter' });
  expect(personal(access, says('order', 2, { customerName: 'Incoming' }))).toEqual({
    customerName: 'Incoming',
    access: 'side gate',
    description: 'gutter',
  });
});

test('null says none', () => {
  const contractor = says('job', 1, { customerName: 'Tenant', customerPhone: '07700 900301' });
  expect(personal(contractor, says('order', 2, { customerPhone: null }))).toEqual({ customerName: 'Tenant' });
});

test('where the best says that there is nobody, only its own phone counts', () => {
  const contractor = says('job', 1, {
    customerName: 'Former',
    customerPhone: '07700 900301',
    tenancy: tenancy('old'),
  });
  const bare = says('visit', 2, { customerPhone: '07700 900302' });
  const nobody = says('order', 3, { customerName: null });
  expect(personal(contractor, bare, nobody)).toEqual({});
  const desk = { ...nobody, fields: { ...nobody.fields, customerPhone: '07700 900303' } };
  expect(personal(contractor, bare, desk)).toEqual({ customerPhone: '07700 900303' });
  // a tenancy without a name is somebody
  const held = { ...nobody, fields: { ...nobody.fields, tenancy: tenancy('old') } };
  expect(personal(contractor, held)).toEqual({ customerPhone: '07700 900301', tenancy: tenancy('old') });
});

test('whatever is said in whatever order, name, tenancy and phone were said together (I5)', () => {
  const person = fc.constantFrom('A', 'B');
  const statement = fc.record({
    who: person,
    name: fc.boolean(),
    phone: fc.boolean(),
    tenancy: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 6 }),
      fc.infiniteStream(fc.nat()),
      (all, keys) => {
        const contributions = all.map((statement, day) =>
          says(String(day), day, {
            ...(statement.name ? { customerName: `name ${statement.who}` } : {}),
            ...(statement.phone ? { customerPhone: `phone ${statement.who}` } : {}),
            ...(statement.tenancy ? { tenancy: tenancy(`tenancy ${statement.who}`) } : {}),
          }),
        );
        const document = personal(...contributions);
        const people = JSON.stringify(document).match(/(?<=(name|phone|tenancy) )[AB](?=")/g) ?? [];
        expect(new Set(people).size).toBeLessThanOrEqual(
          document['customerName'] || document['tenancy'] ? 1 : 2,
        );
        const shuffled = contributions
          .map((contribution) => ({ contribution, place: keys.next().value ?? 0 }))
          .sort((a, b) => a.place - b.place)
          .map(({ contribution }) => contribution);
        expect(personal(...shuffled)).toEqual(document);
      },
    ),
  );
});
