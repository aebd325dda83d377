// Runs before anything is installed, on Node 20 or newer: no imports but Node's own.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/**
 * The processes that stem from `ancestors`, themselves included, and with `folder` those whose command line names it: a service whose starter
 * was killed has another parent by now. Never this process, nor those that it stems from.
 */
export function processesOf(ancestors, folder) {
  const all = processes();
  const own = new Set([process.pid, ...upwards(all, process.pid).map(({ pid }) => pid)]);
  const isOf = ({ command }) => folder !== undefined && command.includes(folder);
  const found = new Set([...ancestors, ...[...all.values()].filter(isOf).map(({ pid }) => pid)]);
  for (let before = -1; before < found.size;) {
    before = found.size;
    for (const [pid, { parent }] of all) if (found.has(parent)) found.add(pid);
  }
  return [...found]
    .filter((pid) => all.has(pid) && !own.has(pid))
    .map((pid) => ({ pid, command: all.get(pid).command }));
}

/** The processes that this one stems from, its parent first. */
export const parentsOf = (pid) => upwards(processes(), pid);

function upwards(all, pid) {
  const parents = [];
  for (let at = all.get(all.get(pid)?.parent); at !== undefined; at = all.get(at.parent)) parents.push(at);
  return parents;
}

/** Every living process by its number. */
function processes() {
  return new Map((existsSync('/proc/self/stat') ? fromProc() : fromPs()).map((it) => [it.pid, it]));
}

const fromProc = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        if (state === 'Z' || state === 'X') return [];
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return []; // it has ended meanwhile
      }
    });

const fromPs = () =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,command='], { encoding: 'utf8', maxBuffer: 64e6 })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .flatMap((it) =>
      it === null || it[3].startsWith('Z')
        ? []
        : [{ pid: Number(it[1]), parent: Number(it[2]), command: it[4] }],
    );
