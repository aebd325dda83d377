import { compileMapping } from './compile-mapping.js';
import type { MappingSpec } from '../mapping-spec.js';
import { orders as base } from '../testing/orders.js';

const problem = (more: Partial<MappingSpec>) => compileMapping({ ...base, ...more }).problems[0];

describe('a mapping that is wrong', () => {
  it.each([
    ['unknown-name', { map: { status: '= wo_statsu' } }, ['map', 'status'], 'Did you mean "wo_status"?'],
    ['unknown-name', { map: { a: [{ b: '= $$.rq_reff' }] } }, ['map', 'a', 0, 'b'], 'Did you mean "rq_ref"?'],
    [
      'unknown-function',
      { map: { status: '= $cod("status", wo_status)' } },
      ['map', 'status'],
      'Did you mean "$code"?',
    ],
    [
      'unknown-variable',
      { map: { status: '= ($status := wo_status; $statsu)' } },
      ['map', 'status'],
      'Did you mean "$status"?',
    ],
    [
      'impure-function',
      { map: { status: '= $now()' } },
      ['map', 'status'],
      'The same record must always give the same answer.',
    ],
    [
      'unknown-table',
      { map: { status: '= $code("statu", wo_status)' } },
      ['map', 'status'],
      'Did you mean "status"?',
    ],
    [
      'unknown-scheme',
      { identity: { 'uh/workorder': '= wo_ref' } },
      ['identity', 'uh/workorder'],
      'Did you mean "uh/workOrder"?',
    ],
    [
      'constant-identity',
      { identity: { 'uh/workOrder': 'wo_ref' } },
      ['identity', 'uh/workOrder'],
      expect.stringContaining('Read it from the record'),
    ],
    [
      'literal-looks-like-expression',
      { map: { status: 'wo_status' } },
      ['map', 'status'],
      expect.stringContaining('`= wo_status`'),
    ],
    [
      'literal-looks-like-expression',
      { links: { answers: { 'uh/request': { id: '$string(rq_ref)' } } } },
      ['links', 'answers', 'uh/request', 'id'],
      expect.stringContaining('`= $string(rq_ref)`'),
    ],
    ['unknown-kind', { as: 'workorder' }, ['as'], 'Did you mean "work-order"?'],
    [
      'unknown-link',
      { links: { answer: { 'uh/request': '= rq_ref' } } },
      ['links', 'answer'],
      'Did you mean "answers"?',
    ],
    ['no-currency', { map: { a: '= $money(wo_ref)' } }, ['map', 'a'], expect.anything()],
    ['unknown-zone', { timezone: 'Europe/Londn' }, ['timezone'], expect.anything()],
    [
      'bad-expression',
      { map: { status: '= $code("status", wo_status' } },
      ['map', 'status'],
      expect.anything(),
    ],
  ] satisfies [string, Partial<MappingSpec>, (string | number)[], unknown][])(
    'is told of: %s',
    (code, more, path, way) => {
      expect(problem(more)).toMatchObject({ code, path, way });
    },
  );

  it('does not take the names of an element or behind a dot for those of the record', () => {
    const map = {
      a: '= lines.anything[else = "x"]',
      b: '= $map(lines, function($l) { $l.any })',
      c: '= rq_ref.(any & thing)',
    };
    expect(compileMapping({ ...base, map }).problems).toEqual([]);
    expect(compileMapping({ ...base, parts: [{ each: '= lines', map: { x: '= any' } }] }).problems).toEqual(
      [],
    );
    expect(
      problem({ parts: [{ each: '= lines', fields: ['amount'], map: { x: '= amuont' } }] }),
    ).toMatchObject({ code: 'unknown-name', path: ['parts', 0, 'map', 'x'] });
  });

  it('is told of all at once', () => {
    const { mapping, problems } = compileMapping({ ...base, map: { a: '= nope', b: '= $nope()', c: '= (' } });
    expect(mapping).toBeUndefined();
    expect(problems.map(({ code }) => code)).toEqual(['unknown-name', 'unknown-function', 'bad-expression']);
  });
});
