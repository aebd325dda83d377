import { REQUEST, type Priority } from '../housing/codes.js';
import type { RequestRow } from '../housing/tables.js';
import { access, personName, phone, trouble } from '../invented.js';
import { sqlText, type Wall } from '../london.js';
import type { Random } from '../random.js';
import { dueDate } from './life.js';
import type { Numbers } from './numbers.js';
import { dateOr } from './order.js';

export interface RequestWish {
  readonly property: string;
  readonly at: Wall;
  readonly priority: Priority;
  /** R responsive, V void, I inspection, ADV ended in advice. */
  readonly type: 'R' | 'V' | 'I' | 'ADV';
  readonly status: (typeof REQUEST)[keyof typeof REQUEST];
  readonly cancelled?: Wall | undefined;
  /** Goes before the words of the report. */
  readonly remark?: string | undefined;
}

export function inventRequest(r: Random, numbers: Numbers, wish: RequestWish): RequestRow {
  const { ref, sid } = numbers.request();
  return {
    rq_ref: ref,
    prop_ref: wish.property,
    rq_date: sqlText(wish.at),
    rq_date_due: sqlText(dueDate(wish.at, wish.priority)),
    rq_priority: wish.priority,
    rq_problem: [wish.remark, trouble(r)].filter((text) => text !== undefined).join(' '),
    rq_name: wish.type === 'V' ? '' : personName(r),
    rq_phone: wish.type === 'V' ? undefined : phone(r),
    rq_status: wish.status,
    rq_type: wish.type,
    rq_access: r.chance(0.3) ? access(r) : '',
    rq_cancel_date: dateOr(r, wish.cancelled),
    rmreqst_sid: sid,
  };
}

export const requestStatus = (order: string): RequestWish['status'] => {
  if (order === '700') return REQUEST.cancelled;
  return ['300', '500', '600', '900'].includes(order) ? REQUEST.closed : REQUEST.ordered;
};
