import type { Row } from './housing.js';

/** Stands in every name, phone and free text that the tests invent; it may be seen in personal topics only (I10). */
export const MARK = 'Zzmark';

export const requestRow = (rq_ref: string, more: Row = {}): Row => ({
  rq_ref,
  prop_ref: '00014665',
  rq_date: '2025-07-01 14:10:06',
  rq_date_due: '2025-07-30 14:09:00',
  rq_priority: 'N',
  rq_problem: `${MARK} leak below the sink`,
  rq_name: `${MARK} Tenant`,
  rq_phone: `07700 900123 ${MARK}`,
  rq_status: '200',
  rq_type: 'R',
  rq_access: `${MARK} dog in the yard`,
  rq_cancel_date: '1900-01-01 00:00:00',
  ...more,
});

export const orderRow = (wo_ref: string, rmworder_sid: number, more: Row = {}): Row => ({
  wo_ref,
  rmworder_sid,
  rq_ref: null,
  prop_ref: '00014665',
  sup_ref: 'H01',
  wo_status: '100',
  wo_type: 'R',
  created: '2025-07-01 15:00:00',
  date_due: '2025-07-30 15:00:00',
  completed: '0001-01-01 00:00:00',
  est_cost: '115.02',
  act_cost: '0.00',
  u_priority: 'N',
  ...more,
});

export const taskRow = (rmtask_sid: number, wo_ref: string | null, more: Row = {}): Row => ({
  rmtask_sid,
  wo_ref,
  task_ref: 7_000_000 + rmtask_sid,
  task_no: 1,
  job_code: 'PLX00021',
  trade: 'PL',
  est_units: '3.50',
  est_cost: '115.02',
  act_cost: '0.00',
  task_status: '100',
  variation: false,
  variation_det: `${MARK} waste also leaking`,
  ...more,
});

export const visitRow = (visit_sid: number, reference_sid: number, more: Row = {}): Row => ({
  visit_sid,
  reference_sid,
  reference_table: 'rmworder',
  visit_prop_appointment: '2025-07-10 08:00:00',
  visit_prop_end: '2025-07-10 12:00:00',
  visit_carded: false,
  visit_comment: `${MARK} ring twice`,
  ...more,
});

export const propertyRow = (prop_ref: string, more: Row = {}): Row => ({
  prop_ref,
  level_code: '7',
  post_code: 'ZZ9 9ZZ',
  short_address: `${MARK} 12 Invented House`,
  no_maint: false,
  asbestos: false,
  sheltered: false,
  u_llpg_ref: `00000${prop_ref.slice(-5)}0001`,
  ...more,
});
