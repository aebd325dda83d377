// `npm test`: everything that CI runs, in the order of how quickly it tells. Arguments go to Jest and leave the rest out.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { node, prepare, root } from './prepare.mjs';
import { startTestRun, whenStopped } from './test-run.mjs';
import { timesByFolder } from './times.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const only = process.argv.slice(2);
const results = join(root, '.lintel', 'test-results.json');

let run;
let stopping = false;
whenStopped((code) => void stop(code));
prepare();
run = startTestRun();
await end((await checks()) && (await tests()) ? 0 : 1);

async function checks() {
  if (only.length > 0) return true;
  return (
    (await step('types', node, [bin('tsc'), '--noEmit', '-p', 'tsconfig.json'])) &&
    (await step('schemas made from their models', node, [
      'dist/apps/cli/main.js',
      'schemas',
      'generate',
      '--check',
    ])) &&
    (await step('schemas against the last release', node, ['dist/apps/cli/main.js', 'schemas', 'check'])) &&
    (await step('lint', bin('oxlint'), ['--type-aware', '--deny-warnings'])) &&
    (await step('format', bin('oxfmt'), ['--check', '.'])) &&
    (await step('connectors', node, ['dist/apps/cli/main.js', 'validate']))
  );
}

async function step(name, command, args) {
  const started = Date.now();
  const code = await run.run(command, args);
  if (stopping) return false;
  process.stdout.write(
    `${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  return code === 0;
}

async function tests() {
  mkdirSync(join(root, '.lintel'), { recursive: true });
  rmSync(results, { force: true });
  const jest = ['--enable-source-maps', bin('jest'), '--json', `--outputFile=${results}`, ...only];
  const code = await run.run(node, jest);
  if (stopping) return false;
  for (const command of await run.end())
    process.stdout.write(`left running by the tests, now ended: ${command}\n`);
  const {
    numPassedTests = 0,
    numFailedTests = 0,
    numPendingTests = 0,
    numTotalTests = 0,
    testResults = [],
  } = read();
  process.stdout.write(`\n${timesByFolder(testResults, root).join('\n')}\n`);
  process.stdout.write(
    `\nTests: ${numPassedTests} passed, ${numFailedTests} failed, ${numPendingTests} skipped\n`,
  );
  return code === 0 && numTotalTests > 0;
}

/** What Jest has written; nothing where it did not come so far. */
function read() {
  try {
    return JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return {};
  }
}

async function end(code) {
  if (stopping) return;
  await run.end();
  process.exit(code);
}

/** Whoever asks a second time has to wait all the same: nothing may be left behind. */
async function stop(code) {
  if (stopping) return;
  stopping = true;
  await run?.end();
  process.exit(code);
}
