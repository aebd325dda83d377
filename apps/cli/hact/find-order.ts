import { ConfigError } from '#libs/model/errors.js';
import type { OrderFile } from '#libs/hact/export.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { entitiesOf, orderFile } from '#libs/ledger/queries/order-file.js';
import { findEntities } from '#libs/ledger/queries/trace.js';

/** The one work order under a reference, a bare number or an entity id. */
export async function findOrder(ledger: Ledger, text: string): Promise<OrderFile> {
  const [order, ...others] = await entitiesOf(ledger, 'work-order', await findEntities(ledger, text));
  if (order === undefined)
    throw new ConfigError(
      'unknown-reference',
      `No work order is known under "${text}".`,
      undefined,
      'Write it as scheme:number, with leading zeros.',
    );
  if (others.length > 0)
    throw new ConfigError(
      'several-orders',
      `${others.length + 1} work orders are known under "${text}".`,
      undefined,
      'Write it as scheme:number.',
    );
  if (order.state !== 'current')
    throw new ConfigError(
      'not-current',
      `The work order is ${order.state}.`,
      undefined,
      'See `npx lintel trace`.',
    );
  // the ledger's documents fit the schemas that these types are made from
  return (await orderFile(ledger, order)) as unknown as OrderFile;
}

/** The number of the order that was asked for; nothing where it was asked for by its id and has several. */
export function askedNumber({ main: { references = [] } }: OrderFile, text: string): Reference | undefined {
  const found = references.filter((it) => referenceKey(it) === text || it.id === text);
  return found.length === 1 ? found[0] : undefined;
}

/** Nothing personal is in it. */
export const withoutPersonal = (file: OrderFile): OrderFile => ({
  ...file,
  personal: undefined,
  requests: file.requests.map(({ main }) => ({ main })),
  properties: new Map([...file.properties].map(([id, { main }]) => [id, { main }])),
});
