import { writeFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { camelCase } from '#libs/hact/camel-case-document.js';
import { WORK_CLASSES } from '#libs/hact/hact-codes.js';
import type { Exported, HactSettings, OrderFile, Remark } from '#libs/hact/export.js';
import { toJobStatusUpdates } from '#libs/hact/job-status-updates.js';
import { toScheduleRepair } from '#libs/hact/schedule-repair.js';
import type { HactRoot } from '#libs/hact/schema.js';
import { toWorkOrderComplete } from '#libs/hact/work-order-complete.js';
import { withLedger } from '../connection.js';
import { askedNumber, findOrder, withoutPersonal } from '../hact/find-order.js';
import { requiredSchema, schemaFrom } from '../hact/schemas-folder.js';
import { EXIT, print, printJson } from '../output.js';

interface Form {
  readonly root: HactRoot;
  readonly make: (file: OrderFile, settings: HactSettings) => Exported;
  readonly several: boolean;
}

const FORMS = {
  'schedule-repair': { root: 'ScheduleRepair', make: toScheduleRepair, several: false },
  'job-status-updates': { root: 'JobStatusUpdate', make: toJobStatusUpdates, several: true },
  'work-order-complete': { root: 'WorkOrderComplete', make: toWorkOrderComplete, several: false },
} as const satisfies Record<string, Form>;

interface Options {
  readonly as: keyof typeof FORMS;
  readonly camel?: boolean;
  readonly personal?: boolean;
  readonly check?: boolean;
  readonly output?: string;
  readonly json?: boolean;
  readonly workClass?: string;
  readonly instructedBy?: string;
}

/** A work order as a HACT document. Written only where it is whole, and with `--check` valid. */
export function hactCommand(): Command {
  return new Command('hact')
    .description('a work order as a document of HACT UK Housing Data Standards')
    .argument('<reference>', 'as uh/workOrder:00545095, the bare number, or an entity id')
    .addOption(
      new Option('--as <document>', 'which document').choices(Object.keys(FORMS)).makeOptionMandatory(),
    )
    .option('--camel', 'names in camelCase, as descriptionOfWork')
    .option('--personal', 'with names, phones, addresses, key safes and free text')
    .option('--check', 'compare it with your copy of the schemas, in the folder LINTEL_HACT_SCHEMAS')
    .option('-o, --output <file>', 'write it to a file; a new one only you can read')
    .option('--json', 'answer in JSON: the documents and every remark')
    .addOption(
      new Option('--work-class <code>', 'WorkClassCode of orders that have none')
        .choices(WORK_CLASSES)
        .env('LINTEL_HACT_WORK_CLASS'),
    )
    .addOption(
      new Option('--instructed-by <name>', 'who instructs, for orders that do not say so').env(
        'LINTEL_HACT_INSTRUCTED_BY',
      ),
    )
    .action(async (reference: string, options: Options) => {
      const form: Form = FORMS[options.as];
      const folder = process.env['LINTEL_HACT_SCHEMAS'];
      const schema =
        options.check === true
          ? requiredSchema(folder, form.root)
          : folder
            ? schemaFrom(folder, form.root)
            : undefined;
      const file = await withLedger((ledger) => findOrder(ledger, reference));
      const exported = form.make(options.personal === true ? file : withoutPersonal(file), {
        number: askedNumber(file, reference),
        workClass: options.workClass,
        instructedBy: options.instructedBy,
        lists: schema?.lists,
      });
      const whole = exported.missing.length === 0;
      const misfits =
        options.check === true && whole ? exported.documents.flatMap((it) => schema?.check(it) ?? []) : [];
      answer(form, exported, misfits, options);
    });
}

function answer(
  form: Form,
  { documents, missing, leftOut }: Exported,
  misfits: readonly Remark[],
  options: Options,
): void {
  const { camel, personal, check, output, json } = options;
  const named = camel === true ? documents.map(camelCase) : documents;
  const whole = missing.length === 0 && misfits.length === 0;
  if (!whole) process.exitCode = EXIT.no;
  if (personal !== true) say('Personal fields are left out; --personal includes them.');
  if (json !== true) {
    for (const it of leftOut) say(`left out${at(it)}: ${it.message}`);
    for (const it of missing) say(`missing${at(it)}: ${it.message}; HACT requires it.`);
    for (const it of misfits) say(`invalid${at(it)}: ${it.message}`);
    if (check === true && whole) say(`Valid ${form.root}: ${documents.length}.`);
  }
  const text = form.several ? named : named[0];
  if (output !== undefined && whole)
    writeFileSync(output, `${JSON.stringify(text, null, 2)}\n`, { mode: 0o600 });
  if (json === true)
    printJson({ documents: named, missing, leftOut, ...(check === true ? { misfits } : {}) });
  else if (whole && output === undefined) print(JSON.stringify(text, null, 2));
}

const at = ({ path }: Remark): string => (path === '' ? '' : ` ${path}`);
const say = (line: string): void => void process.stderr.write(`${line}\n`);
