import type { Random } from './random.js';

/**
 * Stands in every text that the simulator invents and that is neither a code nor a reference (names, addresses, free text, words of a
 * price book). Whoever finds it outside a personal topic has found a leak. Telephone numbers carry no word; they match `PHONE`.
 */
export const MARKER = 'Zzmark';
/** The text fields, each with a mark of its own, so that a test can tell which one went where. */
export const MARKED_FIELDS = [
  'name',
  'problem',
  'access',
  'address',
  'visit-comment',
  'variation-detail',
  'update-comment',
  'operative',
  'invoice-line',
  'invoice-note',
  'job',
  'priority',
  'supplier',
  'buyer',
] as const;
export type MarkedField = (typeof MARKED_FIELDS)[number];
export const mark = (field: MarkedField): string => `${MARKER}-${field}`;
/** Every telephone number invented here; the range is reserved for fiction. */
export const PHONE = /07700 900\d{3}/;

const FIRST = [
  'Ada',
  'Bela',
  'Cerys',
  'Doreen',
  'Ewan',
  'Fola',
  'Gita',
  'Hugh',
  'Ines',
  'Jomo',
  'Kit',
  'Lowri',
  'Mina',
  'Nuala',
];
const LAST = [
  'Ablett',
  'Brook',
  'Cawley',
  'Dunmow',
  'Eastry',
  'Fosse',
  'Garth',
  'Hythe',
  'Ingle',
  'Jarrow',
  'Keld',
  'Lyng',
  "O'Marsh",
];
const HOUSE = [
  'Alder',
  'Birch',
  'Cedar',
  'Damson',
  'Elder',
  'Fir',
  'Gorse',
  'Hazel',
  'Juniper',
  'Larch',
  'Maple',
  'Rowan',
  'Willow',
];
const TROUBLE = [
  'rem - leak affecting 2 props below',
  'tnt rpts no hot water, f/o from last wk',
  'kitchen tap dripping, cannot be turned off',
  'front door lock stiff; key "sticks"',
  'loss of power to sockets in living rm',
  'wc not flushing - sole wc',
  'window will not close, draught in bedrm',
  'ceiling stained after rain\t(top floor)',
  'gutter blocked, water runs down wall\nasks for call before',
  'fence panel down at rear',
  'extractor fan noisy',
  'floor tile loose in hallway – trip hazard',
];
const ACCESS = [
  'after 3pm only',
  'key with neighbour',
  'dog in garden',
  'ring twice',
  'mornings, school run',
];
const COMMENT = [
  'carded',
  'work done',
  'part to be ordered',
  'nobody in',
  'needs second operative',
  'made safe',
];

export const personName = (r: Random, field: MarkedField = 'name'): string =>
  `${mark(field)} ${r.pick(FIRST)} ${r.pick(LAST)}`;
export const phone = (r: Random): string => `07700 900${String(r.int(0, 999)).padStart(3, '0')}`;
export const trouble = (r: Random): string => `${r.pick(TROUBLE)} (${mark('problem')} ${r.pick(FIRST)})`;
export const access = (r: Random): string => `${mark('access')}: ${r.pick(ACCESS)}`;
export const comment = (r: Random, field: MarkedField): string =>
  `${r.pick(COMMENT)}, ${mark(field)} ${r.pick(LAST)}`;
export const houseName = (r: Random): string =>
  `${r.pick(HOUSE)} ${r.pick(['House', 'Court', 'Lodge', 'Point'])}`;
export const address = (number: string, house: string): string =>
  `${number} ${mark('address')} ${house}`.trim();
/** No such post town exists. */
export const postcode = (r: Random): string =>
  `ZZ${r.int(1, 99)} ${r.int(1, 9)}${r.pick(['AB', 'DE', 'HJ', 'LN', 'UX'])}`;
