/**
 * The tables of the pretend Universal Housing database: true names and columns, types carried from SQL Server to
 * PostgreSQL (`char(n)` stays padded, `datetime` is a timestamp without zone in London time, `bit` is boolean,
 * `rowversion` is the id of the transaction that wrote the row last, filled by a trigger). Source: UH documentation.
 */
export const TABLES = {
  property: {
    key: 'prop_ref',
    columns: {
      prop_ref: 'char(12)',
      level_code: 'char(1)',
      major_ref: 'char(12)',
      post_code: 'char(8)',
      short_address: 'char(200)',
      no_maint: 'boolean',
      asbestos: 'boolean',
      sheltered: 'boolean',
      u_llpg_ref: 'char(16)',
    },
  },
  rmprior: {
    key: 'priority',
    columns: { priority: 'char(3)', desc_tion: 'char(20)', days_to_complete: 'int' },
  },
  rmjob: {
    key: 'job_code',
    columns: { job_code: 'char(8)', short_desc: 'char(30)', trade: 'char(3)', u_smv: 'int' },
  },
  rmreqst: {
    key: 'rq_ref',
    columns: {
      rq_ref: 'char(8)',
      prop_ref: 'char(12)',
      rq_date: 'timestamp',
      rq_date_due: 'timestamp',
      rq_priority: 'char(3)',
      rq_problem: 'text',
      rq_name: 'char(40)',
      rq_phone: 'text',
      rq_status: 'char(3)',
      rq_type: 'char(3)',
      rq_access: 'text',
      rq_cancel_date: 'timestamp',
      rmreqst_sid: 'int',
    },
  },
  rmworder: {
    key: 'wo_ref',
    columns: {
      wo_ref: 'char(10)',
      rq_ref: 'char(8)',
      prop_ref: 'char(12)',
      sup_ref: 'char(12)',
      wo_status: 'char(3)',
      wo_type: 'char(3)',
      created: 'timestamp',
      issued: 'timestamp',
      date_due: 'timestamp',
      attend_date: 'timestamp',
      completed: 'timestamp',
      datecomp: 'timestamp',
      est_cost: 'numeric(14,2)',
      act_cost: 'numeric(14,2)',
      cancelled_date: 'timestamp',
      u_priority: 'char(3)',
      u_servitor_ref: 'char(50)',
      u_budget: 'char(20)',
      rmworder_sid: 'int',
    },
  },
  rmtask: {
    key: 'rmtask_sid',
    columns: {
      rmtask_sid: 'int',
      task_ref: 'int',
      task_no: 'int',
      wo_ref: 'char(10)',
      rq_ref: 'char(8)',
      job_code: 'char(8)',
      trade: 'char(3)',
      est_units: 'numeric(10,2)',
      est_cost: 'numeric(14,2)',
      act_cost: 'numeric(14,2)',
      task_status: 'char(3)',
      variation: 'boolean',
      variation_det: 'text',
    },
  },
  visit: {
    key: 'visit_sid',
    columns: {
      visit_sid: 'int',
      reference_sid: 'int',
      reference_table: 'char(20)',
      visit_prop_appointment: 'timestamp',
      visit_prop_end: 'timestamp',
      visit_actual: 'timestamp',
      visit_carded: 'boolean',
      visit_success: 'boolean',
      visit_outcome: 'char(3)',
      visit_outcometype: 'char(3)',
      visit_reason: 'char(3)',
      visit_comment: 'text',
    },
  },
} as const;

export type TableName = keyof typeof TABLES;
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

type TypeOf<T extends string> = T extends 'int' ? number : T extends 'boolean' ? boolean : string;
type ColumnsOf<T extends TableName> = (typeof TABLES)[T]['columns'];
/** A row as it is written, `tstamp` left to the trigger. `undefined` is SQL null. Times and decimals are text. */
export type Row<T extends TableName> = {
  readonly [C in keyof ColumnsOf<T>]: TypeOf<ColumnsOf<T>[C] & string> | undefined;
};

export type RequestRow = Row<'rmreqst'>;
export type OrderRow = Row<'rmworder'>;
export type TaskRow = Row<'rmtask'>;
export type VisitRow = Row<'visit'>;
export type PropertyRow = Row<'property'>;
