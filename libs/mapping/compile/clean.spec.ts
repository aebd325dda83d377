import { clean } from './clean.js';

describe('clean', () => {
  it('trims where it is told', () => {
    expect(clean({ a: '  x  ' })).toEqual({ a: '  x  ' });
    expect(clean({ a: '  x  ' }, { trim: 'right' })).toEqual({ a: '  x' });
    expect(clean({ a: '  x  ' }, { trim: 'left' })).toEqual({ a: 'x  ' });
  });

  it('makes absent what is empty, however deep', () => {
    const record = {
      a: '',
      b: null,
      c: '  ',
      d: { e: '', f: [] },
      g: [{ h: '  ' }, { h: 'x' }],
      i: 0,
      j: false,
    };
    expect(clean(record, { trim: 'both' })).toEqual({ g: [{ h: 'x' }], i: 0, j: false });
    expect(clean({ a: ' ' })).toEqual({ a: ' ' });
  });

  it('compares the date part of sentinels only', () => {
    const nullDates = ['1900-01-01', '0001-01-01'];
    const record = {
      a: '1900-01-01 00:00:00  ',
      b: '0001-01-01T00:00:00',
      c: '1900-01-01',
      d: '1900-01-011',
      e: '1900-01-02',
    };
    expect(clean(record, { trim: 'right', nullDates })).toEqual({ d: '1900-01-011', e: '1900-01-02' });
  });

  it('makes names begin in lower case', () => {
    const record = { TypeCode: '70', typeB: 1, ID: 'x', SORCode: 'y', Inner: [{ NameFull: 'z' }] };
    expect(clean(record, { names: 'camel' })).toEqual({
      typeCode: '70',
      typeB: 1,
      id: 'x',
      sorCode: 'y',
      inner: [{ nameFull: 'z' }],
    });
  });

  it('is not led astray by names', () => {
    const cleaned = clean(JSON.parse('{"__proto__": {"a": "x"}}') as never);
    expect(Object.keys(cleaned)).toEqual(['__proto__']);
    expect((cleaned as { a?: string }).a).toBeUndefined();
  });

  it('refuses what is nested too deep', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) as never;
    expect(() => clean(deep)).toThrow(expect.objectContaining({ code: 'too-deep' }));
  });
});
