import { handOver } from './hand-over.mjs';
import { prepare } from './prepare.mjs';

prepare();
const demo = handOver('dist/apps/cli/main.js', ['demo', ...process.argv.slice(2)]);

// npm dies of a SIGTERM without passing it on: a demo without its npm would keep its ports
const npm = process.ppid;
if (process.env.npm_lifecycle_event !== undefined)
  setInterval(() => process.ppid !== npm && demo.kill('SIGTERM'), 1_000).unref();
