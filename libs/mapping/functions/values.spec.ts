import { code, codeTables, decide } from './coded-values.js';
import { digest } from './digest.js';
import { decimal, money } from './numbers.js';
import { flag, asList, pad, uprn } from './texts.js';

const failing = (code: string) => expect.objectContaining({ code });

describe('$decimal and $money', () => {
  it.each([
    ['3.00', '3'],
    ['-.5', '-0.5'],
    ['+007.10', '7.1'],
    ['-0.00', '0'],
    ['12345678901234567890.123456789', '12345678901234567890.123456789'],
    [0.1, '0.1'],
    [1e21, '1000000000000000000000'],
  ])('%s is %s', (given, text) => expect(decimal(given)).toBe(text));

  it.each([
    ['57', 'GBP', '57.00'],
    ['57.5', 'GBP', '57.50'],
    ['57.505', 'GBP', '57.505'],
    ['-1500.000', 'EUR', '-1500.00'],
    ['100', 'JPY', '100'],
  ])('%s %s is %s', (given, currency, amount) =>
    expect(money(undefined, given, currency)).toEqual({ amount, currency }),
  );

  it.each(['1,234.50', '£5', '1e3', 'NaN', '--1', '.'])(
    'refuses %s: which is which would be a guess',
    (text) => {
      expect(() => decimal(text)).toThrow(failing('bad-number'));
    },
  );

  it('needs a currency', () => {
    expect(money('GBP', '1')).toEqual({ amount: '1.00', currency: 'GBP' });
    expect(money('GBP', { '#text': '1', '@currencyID': 'EUR' }, 'EUR')).toEqual({
      amount: '1.00',
      currency: 'EUR',
    });
    expect(() => money(undefined, '1')).toThrow(failing('no-currency'));
    expect(() => money('GBP', '1', 'pounds')).toThrow(failing('bad-currency'));
    expect(money('GBP', undefined)).toBeUndefined();
  });
});

describe('$code and $decide', () => {
  const tables = codeTables({
    status: [
      { code: '100', value: 'open', label: 'In progress' },
      { code: '7', value: 'closed' },
    ],
  });

  it('keeps both sides of a code', () => {
    const raw = { scheme: 'uh/status', code: '100', label: 'In progress' };
    expect(code(tables, 'uh', 'status', '100')).toEqual({ state: 'mapped', value: 'open', raw });
    expect(code(tables, 'uh', 'status', 7)).toEqual({
      state: 'mapped',
      value: 'closed',
      raw: { scheme: 'uh/status', code: '7' },
    });
  });

  it('publishes an unknown descriptive code raw (I7)', () => {
    expect(code(tables, 'uh', 'status', '007')).toEqual({
      state: 'unmapped',
      raw: { scheme: 'uh/status', code: '007' },
    });
    expect(code(tables, 'uh', 'status', undefined)).toBeUndefined();
  });

  it('refuses an unknown code that decides (I7)', () => {
    expect(decide(tables, 'status', '100')).toBe('open');
    expect(() => decide(tables, 'status', '8')).toThrow(failing('unknown-code'));
    expect(() => decide(tables, 'status', undefined)).toThrow(failing('unknown-code'));
  });
});

describe('the small ones', () => {
  it('$uprn drops zeros in front', () => {
    expect(uprn('0000099900146650')).toBe('99900146650');
    expect(uprn('0000')).toBeUndefined();
    expect(() => uprn('1234567890123')).toThrow(failing('bad-uprn'));
    expect(() => uprn('12A')).toThrow(failing('bad-uprn'));
  });
  it('$pad puts zeros in front', () =>
    expect([pad('12', 4), pad(12, 4), pad(undefined, 4)]).toEqual(['0012', '0012', undefined]));
  it('$list is always a list', () =>
    expect([asList(undefined), asList('a'), asList(['a'])]).toEqual([[], ['a'], ['a']]));
  it('$digest knows a value again, in whatever order its names stand', () => {
    const first = digest({ a: ['1', 2], b: { c: true, d: 'x' } });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(digest({ b: { d: 'x', c: true }, a: ['1', 2] })).toBe(first);
    expect(digest({ a: [2, '1'], b: { c: true, d: 'x' } })).not.toBe(first);
    expect(digest({ a: ['1', 2], b: { c: true, d: 'X' } })).not.toBe(first);
    expect([digest(undefined), digest(null)]).toEqual([undefined, undefined]);
  });
  it('$flag reads only what is plainly yes or no', () => {
    expect([flag('t'), flag('F'), flag(true), flag(0), flag('')]).toEqual([
      true,
      false,
      true,
      false,
      undefined,
    ]);
    expect(() => flag('maybe')).toThrow(failing('bad-flag'));
  });
});
