import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';

/** What one contribution claims of identity: all its references name one entity. */
export interface IdentityClaim {
  /** Contribution id, unique in the ledger. */
  readonly id: string;
  /** Unique too, and the same in every ledger: made of connector, stream, record key and part. */
  readonly name: string;
  readonly kind: EntityKind;
  /** At least one; the first is never held. */
  readonly identity: readonly Reference[];
  /** Id of the entity that the contribution belonged to before; absent where it is new. */
  readonly entity?: string;
  readonly arrival: number;
  /** Keys of the references that an administrator lets it join. */
  readonly approved?: ReadonlySet<string>;
  /** Of a work order: the tenancy that it is for. */
  readonly tenancy?: Reference;
  /** True for the clock: it belongs to whatever its first reference identifies, and neither founds an entity nor keeps one alive. */
  readonly follows?: boolean;
}
