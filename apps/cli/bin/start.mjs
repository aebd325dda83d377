import { handOver } from './hand-over.mjs';
import { prepare } from './prepare.mjs';

prepare();
handOver('dist/apps/cli/main.js', ['demo', ...process.argv.slice(2)]);
