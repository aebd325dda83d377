import type { EntityKind, LinkType } from '#libs/model/kinds.js';
import type { Block } from '#libs/mapping/mapping-spec.js';
import type { Schemes } from './configuration.js';
import type { Problems } from './problems.js';
import type { YamlFile, YamlPath } from './yaml-file.js';

/** What stands at the other end of a link, where only one kind can. */
const TARGETS: Partial<Record<LinkType, EntityKind>> = {
  answers: 'request',
  followOnOf: 'work-order',
  recallOf: 'work-order',
  supersedes: 'work-order',
  bills: 'work-order',
  at: 'property',
};

/** A reference must identify the kind that is spoken of, a link what it can lead to. Unknown schemes are the mapping's to report. */
export function checkReferences(
  kind: string,
  block: Block,
  schemes: Schemes,
  file: YamlFile,
  path: YamlPath,
  problems: Problems,
): void {
  const check = (scheme: string, wanted: string | undefined, at: YamlPath): void => {
    const found = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
    if (!found || (wanted === undefined ? found.identifies !== undefined : found.identifies === wanted))
      return;
    const message = `"${scheme}" identifies ${found.identifies ?? 'nothing'}, not ${wanted ?? 'an entity'}.`;
    const fit = Object.entries(schemes).filter(
      ([, each]) => each.identifies !== undefined && each.identifies === wanted,
    );
    const way = fit.length > 0 ? `There is: ${fit.map(([name]) => name).join(', ')}.` : undefined;
    problems.add('wrong-kind', message, file.place(at, { key: true }), way);
  };
  if (!kind.startsWith('=')) {
    for (const scheme of Object.keys(block.identity ?? {}))
      check(scheme, kind, [...path, 'identity', scheme]);
  }
  for (const [type, references] of Object.entries(block.links ?? {})) {
    for (const scheme of Object.keys(references))
      check(scheme, TARGETS[type as LinkType], [...path, 'links', type, scheme]);
  }
}
