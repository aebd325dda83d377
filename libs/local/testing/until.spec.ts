import { until } from './until.js';

const soon = { withinMs: 100, everyMs: 5 };

test('gives what was seen once it is as awaited', async () => {
  let looks = 0;
  expect(
    await until(
      'three looks',
      () => ++looks,
      (it) => it === 3,
    ),
  ).toBe(3);
  expect(await until('something', async () => looks++ > 4 && { found: true })).toEqual({ found: true });
});

test('says what was awaited and what was seen last, also where a look does not end', async () => {
  await expect(
    until(
      'ten',
      () => ({ count: 7 }),
      ({ count }) => count === 10,
      soon,
    ),
  ).rejects.toThrow('Not so within 100 ms: ten. Seen last: { count: 7 }');
  await expect(until('an answer', () => new Promise(() => undefined), Boolean, soon)).rejects.toThrow(
    'the look itself did not end',
  );
});

test('what a look throws ends it', async () => {
  const broken = (): never => {
    throw new RangeError('broken');
  };
  await expect(until('it', broken, Boolean, soon)).rejects.toThrow(RangeError);
});
