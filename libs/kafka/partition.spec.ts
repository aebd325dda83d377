import { partitionOf } from './partition.js';

// Hashes from Apache Kafka's own UtilsTest.testMurmur2.
const HASHES = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
] as const;

test.each(HASHES)('%s goes where a Java client puts it', (key, hash) => {
  for (const count of [1, 6, 12, 1000]) expect(partitionOf(key, count)).toBe((hash & 0x7fffffff) % count);
});
