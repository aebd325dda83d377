// `npm test`: everything that CI runs, in the order of how quickly it tells. Arguments go to Jest and leave the rest out.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { node, prepare, root } from './prepare.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const only = process.argv.slice(2);
const results = join(root, '.lintel', 'test-results.json');

prepare();
mkdirSync(join(root, '.lintel'), { recursive: true });
if (only.length === 0) {
  step('types', node, [bin('tsc'), '--noEmit', '-p', 'tsconfig.json']);
  step('schemas made from their models', node, ['dist/apps/cli/main.js', 'schemas', 'generate', '--check']);
  step('schemas against the last release', node, ['dist/apps/cli/main.js', 'schemas', 'check']);
  step('lint', bin('oxlint'), ['--type-aware', '--deny-warnings']);
  step('format', bin('oxfmt'), ['--check', '.']);
  step('connectors', node, ['dist/apps/cli/main.js', 'validate']);
}
const jest = ['--enable-source-maps', bin('jest'), '--json', `--outputFile=${results}`, ...only];
const status = run(node, jest);
const { numPassedTests, numFailedTests, numPendingTests, numTotalTests } = JSON.parse(
  readFileSync(results, 'utf8'),
);
process.stdout.write(
  `\nTests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`,
);
process.exit(status === 0 && numTotalTests > 0 ? 0 : 1);

function step(name, command, args) {
  const started = Date.now();
  const code = run(command, args);
  process.stdout.write(
    `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  if (code !== 0) process.exit(1);
}

function run(command, args) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  return spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: path },
  }).status;
}
