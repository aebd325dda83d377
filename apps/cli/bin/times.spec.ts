import { timesByFolder } from './times.mjs';

test('the time of each folder and its share, longest first', () => {
  const suite = (name: string, seconds: number) => ({
    name: `/repo/${name}.spec.ts`,
    startTime: 5_000,
    endTime: 5_000 + 1_000 * seconds,
  });
  const lines = timesByFolder(
    [suite('libs/kafka/relay/relay', 2.5), suite('apps/cli/hact/hact', 6), suite('libs/kafka/probe', 1.5)],
    '/repo',
  );
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['apps/cli', '6.0 s', '60 %'],
    ['libs/kafka', '4.0 s', '40 %'],
  ]);
  expect(timesByFolder([], '/repo')).toEqual([]);
});
