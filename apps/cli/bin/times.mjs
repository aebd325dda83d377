import { relative } from 'node:path';

/**
 * The suites' own time by folder, `apps/cli` or `libs/kafka`, longest first, as lines with seconds and share. Suites run side by side: the
 * sum is more than the time that passed. `testResults`: as Jest writes them with --json.
 */
export function timesByFolder(testResults, root) {
  const times = new Map();
  for (const { name, startTime, endTime } of testResults) {
    const folder = relative(root, name).split('/').slice(0, 2).join('/');
    times.set(folder, (times.get(folder) ?? 0) + (endTime - startTime) / 1000);
  }
  const all = [...times.values()].reduce((sum, seconds) => sum + seconds, 0);
  return [...times]
    .sort(([, a], [, b]) => b - a)
    .map(([folder, seconds]) => {
      const share = all === 0 ? 0 : (100 * seconds) / all;
      return `${folder.padEnd(24)} ${seconds.toFixed(1).padStart(7)} s ${share.toFixed(0).padStart(4)} %`;
    });
}
