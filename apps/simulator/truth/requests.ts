import { code, instant, text, type Expected, type ExpectedLink } from './expected.js';
import { pages, trimmed, uprnOf, utc, type Db } from './sql.js';
import { PRIORITY, REQUEST_STATUS } from './words.js';

interface RequestRow {
  readonly key: string;
  readonly property: string | null;
  readonly property_known: boolean;
  readonly uprn: string | null;
  readonly status: string | null;
  readonly priority: string | null;
  readonly reported: string | null;
  readonly due: string | null;
  readonly cancelled: string | null;
  readonly problem: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly access: string | null;
}

/** Each `rmreqst` row is a request, at its property. Its type (`rq_type`) is not compared. */
export async function* expectedRequests(db: Db): AsyncGenerator<Expected> {
  for await (const row of pages<RequestRow>(db, SQL)) {
    const key = `uh/request:${row.key}`;
    yield {
      kind: 'request',
      key,
      references: [key],
      fields: {
        status: code(row.status, REQUEST_STATUS),
        priority: code(row.priority, PRIORITY),
        reportedAt: instant(row.reported),
        targetAt: instant(row.due),
        cancelledAt: instant(row.cancelled),
      },
      personal: {
        description: text(row.problem),
        contactName: text(row.name),
        contactPhone: text(row.phone),
        access: text(row.access),
      },
      links: atProperty(row.property, row.property_known, row.uprn),
      flags: [],
    };
  }
}

export const atProperty = (
  property: string | null,
  linked: boolean,
  uprn: string | null,
): readonly ExpectedLink[] =>
  property === null
    ? []
    : [{ type: 'at', reference: `uh/property:${property}`, linked, ...(uprn === null ? {} : { uprn }) }];

const SQL = `
  select trim(q.rq_ref) as key, ${trimmed('q.prop_ref')} as property, p.prop_ref is not null as property_known, ${uprnOf('p')},
    ${trimmed('q.rq_status')} as status, ${trimmed('q.rq_priority')} as priority,
    ${utc('q.rq_date')} as reported, ${utc('q.rq_date_due')} as due, ${utc('q.rq_cancel_date')} as cancelled,
    ${trimmed('q.rq_problem')} as problem, ${trimmed('q.rq_name')} as name, ${trimmed('q.rq_phone')} as phone,
    ${trimmed('q.rq_access')} as access
  from rmreqst q left join property p on p.prop_ref = q.prop_ref
  where q.rq_ref > $1 order by q.rq_ref limit $2`;
