import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';

/** A contribution as far as identity is concerned. */
export interface IdentityClaim {
  /** Unique per contribution. */
  readonly id: string;
  /** Unique too, and the same in every ledger: who says it, in which record and part. */
  readonly name: string;
  readonly kind: EntityKind;
  /** At least one; the first is never held. */
  readonly identity: readonly Reference[];
  /** The entity it spoke of until now. */
  readonly entity?: string;
  readonly arrival: number;
  /** Keys of references that an administrator lets it join. */
  readonly approved?: ReadonlySet<string>;
  /** Of a work order: whose tenancy it is for. */
  readonly tenancy?: Reference;
  /** It speaks of whatever its first reference identifies, and neither founds nor keeps an entity: the clock. */
  readonly follows?: boolean;
}
