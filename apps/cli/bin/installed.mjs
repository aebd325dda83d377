// Runs before anything is installed, on Node 20 or newer: no imports but Node's own.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What `package-lock.json` of `root` asks for on this machine and `node_modules` does not hold in the same version and with the same
 * integrity, by place (`node_modules/pg`); empty: nothing needs installing. It reads what npm itself notes in
 * `node_modules/.package-lock.json`, so it does not matter who installed, nor whether `node_modules` is a link. What is there beyond that
 * is left out of account.
 */
export function missingModules(root) {
  const wanted = packagesOf(join(root, 'package-lock.json'));
  const found = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  return neededPlaces(wanted).filter((place) => {
    const [want, have] = [wanted[place], found[place]];
    const same = have !== undefined && want.version === have.version && want.integrity === have.integrity;
    return !same || !existsSync(join(root, place));
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** Follows what each package asks for. Where npm leaves an optional one out, what only that one needs is absent too. */
function neededPlaces(packages) {
  const needed = new Set();
  const ahead = [''];
  for (let place = ahead.pop(); place !== undefined; place = ahead.pop()) {
    const { dependencies, devDependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } =
      packages[place] ?? {};
    const peers = Object.keys(peerDependencies ?? {}).filter((it) => !peerDependenciesMeta?.[it]?.optional);
    const own = place === '' ? Object.keys(devDependencies ?? {}) : [];
    const names = [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers, ...own];
    for (const next of names.map((name) => placeOf(packages, place, name))) {
      if (next === undefined || needed.has(next)) continue;
      if (packages[next].optional && !fits(packages[next])) continue;
      needed.add(next);
      ahead.push(next);
    }
  }
  return [...needed].sort();
}

/** As Node finds `name` from `place`: in its own folder, then in those above. */
function placeOf(packages, place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const candidate = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (packages[candidate] !== undefined) return candidate;
    if (at === '') return undefined;
  }
}

/** Whether npm installs an optional package here. */
const fits = ({ os, cpu, libc }) =>
  allows(os, process.platform) && allows(cpu, process.arch) && (!libc || allows(libc, libcHere()));

function allows(list, own) {
  if (list === undefined || list.length === 0) return true;
  if (list.includes(`!${own}`)) return false;
  return list.includes(own) || list.every((it) => it.startsWith('!'));
}

let knownLibc;
function libcHere() {
  if (process.platform !== 'linux') return undefined;
  if (knownLibc !== undefined) return knownLibc;
  process.report.excludeNetwork = true; // looking up names takes seconds where there is no network
  knownLibc = process.report.getReport().header.glibcVersionRuntime === undefined ? 'musl' : 'glibc';
  return knownLibc;
}
