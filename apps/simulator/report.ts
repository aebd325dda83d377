/** Tells of a change of state: `simulator` names it. Never holds a value of a record. */
export type Report = (line: { readonly simulator: string; readonly [name: string]: unknown }) => void;

/** One JSON line on standard output, for whoever started the simulator. */
export const toStdout: Report = (line) => {
  process.stdout.write(`${JSON.stringify(line)}\n`);
};
