import { handOver } from './hand-over.mjs';
import { prepare } from './prepare.mjs';
import { whenNpmIsGone } from './starter.mjs';

prepare();
const demo = handOver('dist/apps/cli/main.js', ['demo', ...process.argv.slice(2)]);
whenNpmIsGone(() => demo.kill('SIGTERM')); // it would keep its ports
