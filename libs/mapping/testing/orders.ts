import type { MappingSpec } from '../mapping-spec.js';

/** A small mapping that tests change. */
export const orders: MappingSpec = {
  system: 'uh',
  as: 'work-order',
  key: '= wo_ref',
  version: { is: '= tstamp', kind: 'xid8' },
  identity: { 'uh/workOrder': '= wo_ref' },
  map: { status: '= $code("status", wo_status)' },
  fields: ['wo_ref', 'wo_status', 'tstamp', 'rq_ref', 'lines'],
  codes: { status: [{ code: '100', value: 'open' }], unused: [] },
  schemes: {
    'uh/workOrder': { normalise: ['trim', 'upper'], pad: 8 },
    'uh/request': { normalise: [] },
    'sheet/temp': { normalise: [], reused: true },
  },
};
