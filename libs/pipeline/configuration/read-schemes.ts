import type { Authority } from '#libs/canonical/fold/order.js';
import { isEntityKind } from '#libs/canonical/kinds.js';
import type { Normalisation } from '#libs/mapping/mapping-spec.js';
import { suggestion } from '#libs/mapping/nearest.js';
import { checkSchema } from './check-schema.js';
import type { Schemes } from './configuration.js';
import { modelFields } from './model-names.js';
import type { Problems } from './problems.js';
import type { YamlFile } from './yaml-file.js';

interface SchemeYaml {
  readonly identifies: string;
  readonly normalise?: string;
  readonly pad?: number;
  readonly reused?: boolean;
}

/** schemes.yaml: what each reference identifies and how its ids are normalised. */
export function readSchemes(file: YamlFile, problems: Problems): Schemes {
  if (!checkSchema('schemes', file, problems)) return {};
  return Object.fromEntries(
    Object.entries(file.value as { readonly [scheme: string]: SchemeYaml }).map(([name, given]) => [
      name,
      {
        ...(isEntityKind(given.identifies) ? { identifies: given.identifies } : {}),
        normalise: (given.normalise?.split(',').map((word) => word.trim()) ?? []) as readonly Normalisation[],
        ...(given.pad === undefined ? {} : { pad: given.pad }),
        ...(given.reused === undefined ? {} : { reused: given.reused }),
      },
    ]),
  );
}

/** authority.yaml: who is right about what. Names only connectors and fields that there are. */
export function readAuthority(file: YamlFile, connectors: readonly string[], problems: Problems): Authority {
  if (file.value === null || file.value === undefined) return {};
  if (!checkSchema('authority', file, problems)) return {};
  const authority = file.value as {
    readonly [kind: string]: { readonly [field: string]: readonly string[] };
  };
  for (const [kind, fields] of Object.entries(authority)) {
    const { names } = modelFields(kind);
    for (const [field, order] of Object.entries(fields)) {
      if (!names.includes(field)) {
        const place = file.place([kind, field], { key: true });
        problems.add(
          'unknown-field',
          `The model of ${kind} has no field "${field}".`,
          place,
          suggestion(field, names),
        );
      }
      order.forEach((connector, index) => {
        if (connectors.includes(connector)) return;
        const place = file.place([kind, field, index]);
        problems.add(
          'unknown-connector',
          `There is no connector "${connector}".`,
          place,
          suggestion(connector, connectors),
        );
      });
    }
  }
  return authority;
}
