import { isEntityKind } from '#libs/model/kinds.js';
import type { Normalisation } from '#libs/mapping/mapping-spec.js';
import { checkSchema } from './check-schema.js';
import type { Schemes } from './configuration.js';
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
  const all = Object.entries(file.value as { readonly [scheme: string]: SchemeYaml });
  checkOverlaps(all, file, problems);
  return Object.fromEntries(
    all.map(([name, given]) => [
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

/** Two names that look the same would keep apart what is one; two cases at once leave open which one is meant. */
function checkOverlaps(
  all: readonly (readonly [string, SchemeYaml])[],
  file: YamlFile,
  problems: Problems,
): void {
  const first = new Map<string, string>();
  for (const [name, { normalise = '' }] of all) {
    const known = first.get(name.trim().toLowerCase());
    if (known !== undefined)
      problems.add(
        'similar-schemes',
        `"${name}" and "${known}" differ only in how they are written.`,
        file.place([name], { key: true }),
        'One scheme has one name: use it in every connector.',
      );
    else first.set(name.trim().toLowerCase(), name);
    if (normalise.includes('upper') && normalise.includes('lower'))
      problems.add(
        'bad-value',
        'Ids cannot be in upper and in lower case.',
        file.place([name, 'normalise']),
        'Write one of the two.',
      );
  }
}
