import { existsSync, readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/core';

/*
 * Lets plain Node run our TypeScript as Jest does: for what runs beside the tests, before or without a build. Either called, or
 * as `node --import …/typescript-hooks.mjs some.ts`.
 */
const root = new URL('../../../', import.meta.url);
const ours = (url) => url.startsWith(root.href) && !url.includes('/node_modules/');

function sourceOf(specifier, parent) {
  if (!specifier.endsWith('.js')) return undefined;
  const named = /^#(libs|apps)\/(.*)$/.exec(specifier);
  const relative = /^\.\.?\//.test(specifier) ? new URL(specifier, parent) : undefined;
  const url = named ? new URL(`${named[1]}/${named[2]}`, root) : relative;
  if (!url) return undefined;
  const source = new URL(url.href.replace(/\.js$/, '.ts'));
  return existsSync(source) ? source.href : undefined;
}

export const hooks = registerHooks({
  resolve(specifier, context, next) {
    const source =
      context.parentURL && ours(context.parentURL) ? sourceOf(specifier, context.parentURL) : undefined;
    return source ? { url: source, shortCircuit: true, format: 'module' } : next(specifier, context);
  },
  load(url, context, next) {
    if (!ours(url) || !url.endsWith('.ts')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, module: { type: 'es6' } });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
