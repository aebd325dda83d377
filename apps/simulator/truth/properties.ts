import { ABSENT, code, exactly, text, type Expected } from './expected.js';
import { pages, trimmed, uprnOf, type Db } from './sql.js';
import { LEVEL } from './words.js';

interface PropertyRow {
  readonly key: string;
  readonly level: string | null;
  readonly parent: string | null;
  readonly postcode: string | null;
  readonly address: string | null;
  readonly no_maint: boolean;
  readonly asbestos: boolean;
  readonly sheltered: boolean;
  readonly uprn: string | null;
}

/**
 * Each `property` row is a property. Its UPRN is `u_llpg_ref` without leading zeros, and identifies it beside the landlord's
 * own number; the parent is a field, not a link; `maintained` is the opposite of `no_maint`.
 */
export async function* expectedProperties(db: Db): AsyncGenerator<Expected> {
  for await (const row of pages<PropertyRow>(db, SQL)) {
    const key = `uh/property:${row.key}`;
    yield {
      kind: 'property',
      key,
      references: row.uprn === null ? [key] : [key, `uk/uprn:${row.uprn}`],
      fields: {
        level: code(row.level, LEVEL),
        uprn: text(row.uprn),
        parent: row.parent === null ? ABSENT : exactly({ scheme: 'uh/property', id: row.parent }),
        postcode: text(row.postcode),
        asbestos: exactly(row.asbestos),
        sheltered: exactly(row.sheltered),
        maintained: exactly(!row.no_maint),
      },
      personal: { address: text(row.address) },
      links: [],
      flags: [],
    };
  }
}

const SQL = `
  select trim(prop_ref) as key, ${trimmed('level_code')} as level, ${trimmed('major_ref')} as parent,
    ${trimmed('post_code')} as postcode, ${trimmed('short_address')} as address, no_maint, asbestos, sheltered,
    ${uprnOf('property')}
  from property where prop_ref > $1 order by prop_ref limit $2`;
