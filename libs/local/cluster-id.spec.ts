import { clusterId } from './cluster-id.js';

test('never begins with what a command line takes for an option', () => {
  const drawn = [Buffer.alloc(16, 0xf8), Buffer.alloc(16, 0xfb), Buffer.alloc(16, 0x01)];
  expect(drawn.map((bytes) => bytes.toString('base64url')[0])).toEqual(['-', '-', 'A']);
  expect(clusterId(() => drawn.shift() ?? Buffer.alloc(16))).toBe('AQEBAQEBAQEBAQEBAQEBAQ');
});
