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

/** Reads schemes.yaml: what the references of each scheme identify, and how their ids are normalised. Adds what is wrong to `problems`. */
export function readSchemes(file: YamlFile, problems: Problems): Schemes {
  if (!checkSchema('schemes', file, problems)) return {};
  const all = Object.entries(file.value as { readonly [scheme: string]: SchemeYaml });
  checkOverlaps(all, file, problems);
  return Object.fromEntries(
    all.map(([name, scheme]) => [
      name,
      {
        ...(isEntityKind(scheme.identifies) ? { identifies: scheme.identifies } : {}),
        normalise: (scheme.normalise?.split(',').map((word) => word.trim()) ??
          []) as readonly Normalisation[],
        ...(scheme.pad === undefined ? {} : { pad: scheme.pad }),
        ...(scheme.reused === undefined ? {} : { reused: scheme.reused }),
      },
    ]),
  );
}

/** Checks that no two names differ only in case or blanks, which would keep apart what is one, and that no scheme asks for upper and lower case. */
function checkOverlaps(
  all: readonly (readonly [string, SchemeYaml])[],
  file: YamlFile,
  problems: Problems,
): void {
  const first = new Map<string, string>();
  for (const [name, { normalise = '' }] of all) {
    const earlier = first.get(name.trim().toLowerCase());
    if (earlier !== undefined)
      problems.add(
        'similar-schemes',
        `"${name}" and "${earlier}" differ only in how they are written.`,
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
