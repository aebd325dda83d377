import type { Authority } from '#libs/resolution/fold/order.js';
import { suggestion } from '#libs/mapping/nearest.js';
import { checkSchema } from './check-schema.js';
import { modelFields } from './model-names.js';
import type { Problems } from './problems.js';
import type { YamlFile } from './yaml-file.js';

/**
 * Reads authority.yaml, which says who is right about what. It may name only fields that the models have, and connectors of the folder. Adds
 * what is wrong to `problems`. An empty file gives no authority.
 */
export function readAuthority(file: YamlFile, connectors: readonly string[], problems: Problems): Authority {
  if (file.value === null || file.value === undefined) return {};
  if (!checkSchema('authority', file, problems)) return {};
  const authority = file.value as {
    readonly [kind: string]: { readonly [field: string]: readonly string[] };
  };
  for (const [kind, fields] of Object.entries(authority)) {
    const { names, histories } = modelFields(kind);
    for (const [field, order] of Object.entries(fields)) {
      const place = file.place([kind, field], { key: true });
      const [topField = ''] = field.split('.');
      if (!names.includes(field))
        problems.add(
          'unknown-field',
          `The model of ${kind} has no field "${field}".`,
          place,
          names.includes(topField)
            ? `Who is right is said of the whole field: write "${topField}".`
            : suggestion(field, names),
        );
      else if (histories.has(field))
        problems.add(
          'authority-over-history',
          `"${field}" keeps what every system said: nobody is right before another.`,
          place,
          'Take the line out.',
        );
      order.forEach((connector, index) => {
        if (connectors.includes(connector)) return;
        problems.add(
          'unknown-connector',
          `There is no connector "${connector}".`,
          file.place([kind, field, index]),
          suggestion(connector, connectors),
        );
      });
    }
  }
  return authority;
}
