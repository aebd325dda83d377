import { LEVEL } from '../housing/codes.js';
import type { PropertyRow } from '../housing/tables.js';
import { address, houseName, postcode } from '../invented.js';
import type { Random } from '../random.js';
import type { Numbers } from './numbers.js';

export interface Estate {
  readonly rows: readonly PropertyRow[];
  readonly dwellings: readonly string[];
  readonly blocks: readonly string[];
  readonly lifts: readonly string[];
}

const DWELLINGS_PER_BLOCK = 20;
const BLOCKS_PER_ESTATE = 10;

/** Estates hold blocks, blocks hold dwellings and now and then a lift; each names its parent by `major_ref`. */
export function inventEstate(r: Random, numbers: Numbers, dwellings: number): Estate {
  const rows: PropertyRow[] = [];
  const found = { dwellings: [] as string[], blocks: [] as string[], lifts: [] as string[] };
  const add = (row: PropertyRow): string => {
    rows.push(row);
    return row.prop_ref ?? '';
  };
  let estate = '';
  for (let block = 0; block * DWELLINGS_PER_BLOCK < dwellings; block += 1) {
    if (block % BLOCKS_PER_ESTATE === 0)
      estate = add(property(r, numbers, LEVEL.estate, undefined, address('', `${houseName(r)} Estate`)));
    const house = houseName(r);
    const ref = add(property(r, numbers, LEVEL.block, estate, address('1-20', house)));
    found.blocks.push(ref);
    for (let flat = 1; flat <= DWELLINGS_PER_BLOCK; flat += 1)
      found.dwellings.push(add(inventDwelling(r, numbers, ref, `${flat}`, house)));
    if (block % 5 === 0)
      found.lifts.push(add(property(r, numbers, LEVEL.facility, ref, address('Lift', house))));
  }
  return { rows, ...found };
}

/** Most dwellings know their UPRN, padded with zeros; some know none; a few have lost their parent. */
export function inventDwelling(
  r: Random,
  numbers: Numbers,
  block: string,
  flat: string,
  house: string,
): PropertyRow {
  const row = property(r, numbers, LEVEL.dwelling, r.chance(0.01) ? undefined : block, address(flat, house));
  const uprn = `${r.pick(['9990', '99990'])}${(row.prop_ref ?? '').slice(1)}`;
  return { ...row, u_llpg_ref: r.chance(0.06) ? r.pick(['', undefined]) : uprn.padStart(16, '0') };
}

function property(
  r: Random,
  numbers: Numbers,
  level: string,
  parent: string | undefined,
  place: string,
): PropertyRow {
  return {
    prop_ref: numbers.property(),
    level_code: level,
    major_ref: parent ?? r.pick(['', undefined]),
    post_code: postcode(r),
    short_address: place,
    no_maint: r.chance(0.02),
    asbestos: r.chance(0.2),
    sheltered: r.chance(0.1),
    u_llpg_ref: undefined,
  };
}
