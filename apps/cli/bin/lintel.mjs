#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { handOver } from './hand-over.mjs';
import { prepare, root } from './prepare.mjs';

// a checkout builds itself; the image brings what it needs and holds no sources
if (existsSync(join(root, 'tsconfig.json'))) prepare();
handOver('dist/apps/cli/main.js', process.argv.slice(2));
