import * as fc from 'fast-check';
import { compileExpression, type Compiling } from '../compile/expression.js';
import { makeFunctions } from '../functions/functions.js';
import type { Context } from './direct.js';

const compiling: Compiling = {
  functions: makeFunctions({
    system: 'uh',
    timezone: 'Europe/London',
    currency: 'GBP',
    codes: { status: [{ code: 'a', value: 'open' }] },
  }),
  record: undefined,
  tables: ['status'],
  schemes: [],
  hasCurrency: true,
  problems: [],
  usedTables: new Set(),
  usedSchemes: new Set(),
};
const compile = (text: string) => {
  const compiled = compileExpression(`= ${text}`, ['map'], undefined, compiling);
  if (!compiled) throw new Error(`${text}: ${JSON.stringify(compiling.problems)}`);
  return compiled;
};

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.oneof(
  name,
  fc.tuple(name, name).map((names) => names.join('.')),
  fc.tuple(fc.constantFrom('$$', '$'), name, name).map((names) => names.join('.')),
);
const literal = fc.constantFrom('"a"', '"1"', '""', '1', '0', 'true', 'null', '"2024-10-27 01:30:00"');
const { expression } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const pair = fc.tuple(inner, inner);
  const call = (word: string) => inner.map((argument) => `$${word}(${argument})`);
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      path,
      literal,
      fc
        .tuple(pair, fc.constantFrom('=', '!=', 'and', 'or', '&'))
        .map(([[a, b], word]) => `(${a}) ${word} (${b})`),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a}) ? (${b}) : (${c})`),
      pair.map(([a, b]) => `(${a}) ?? (${b})`),
      pair.map(([a, b]) => `(${a}; ${b})`),
      fc.oneof(
        ...[
          'exists',
          'not',
          'boolean',
          'instant',
          'money',
          'decimal',
          'uprn',
          'list',
          'text',
          'flag',
          'digest',
        ].map(call),
      ),
      inner.map((argument) => `$code("status", ${argument})`),
      inner.map((argument) => `$pad(${argument}, 3)`),
    ),
  };
});

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<unknown>('a', '1', '', 't', 0, 1.5, true, null, '2024-03-31 01:30:00'),
    fc.array(tie('value'), { maxLength: 2 }),
    fc.record({ a: tie('value'), b: tie('value'), c: tie('value') }, { requiredKeys: [] }),
  ),
}));
const record = fc.record({ a: value, b: value, c: value }, { requiredKeys: [] });

const answer = async (give: () => unknown): Promise<unknown> => {
  try {
    return JSON.stringify({ value: await give() });
  } catch (error) {
    return (error as { code?: string }).code ?? 'failed';
  }
};

describe('expressions that are evaluated without the library', () => {
  it('answer as the library does', async () => {
    await fc.assert(
      fc.asyncProperty(expression, record, record, async (text, element, whole) => {
        const { direct, evaluate } = compile(text);
        const context: Context = { element, record: whole };
        if (!direct) throw new Error(`not direct: ${text}`);
        expect(await answer(() => direct(context))).toEqual(await answer(() => evaluate(context)));
      }),
      { numRuns: 1500 },
    );
  });

  it.each([
    'a[0]',
    'a.(b & c)',
    '$map(a, function($v) { $v.b })',
    '($x := a; $x)',
    '$uppercase(a)',
    'a ~> $trim',
    '{"x": a}',
  ])('are not %s', (text) => expect(compile(text).direct).toBeUndefined());

  it('read the record by $$ inside an element, also through the library', async () => {
    const context: Context = { element: { a: 'element' }, record: { a: 'record' } };
    expect(compile('$$.a').direct?.(context)).toBe('record');
    expect(await compile('$uppercase($$.a) & a').evaluate(context)).toBe('RECORDelement');
  });
});
