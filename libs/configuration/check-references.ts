import type { EntityKind, LinkType } from '#libs/model/kinds.js';
import type { Block } from '#libs/mapping/mapping-spec.js';
import type { Schemes } from './configuration.js';
import type { Problems } from './problems.js';
import type { YamlFile, YamlPath } from './yaml-file.js';

/** The kind at the other end of a link, where it can only be one. */
const TARGETS: Partial<Record<LinkType, EntityKind>> = {
  answers: 'request',
  followOnOf: 'work-order',
  recallOf: 'work-order',
  supersedes: 'work-order',
  bills: 'work-order',
  at: 'property',
};

/**
 * Checks the schemes of a block that stands at `path`: one of its identity must identify the block's kind, one of a link the kind that the
 * link can lead to. Adds a problem `wrong-kind` for each other. An unknown scheme is left to the compiler of the mapping.
 */
export function checkReferences(
  kind: string,
  block: Block,
  schemes: Schemes,
  file: YamlFile,
  path: YamlPath,
  problems: Problems,
): void {
  const check = (scheme: string, wanted: string | undefined, at: YamlPath): void => {
    const declared = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
    if (
      !declared ||
      (wanted === undefined ? declared.identifies !== undefined : declared.identifies === wanted)
    )
      return;
    const message = `"${scheme}" identifies ${declared.identifies ?? 'nothing'}, not ${wanted ?? 'an entity'}.`;
    const fitting = Object.entries(schemes).filter(
      ([, each]) => each.identifies !== undefined && each.identifies === wanted,
    );
    const way = fitting.length > 0 ? `There is: ${fitting.map(([name]) => name).join(', ')}.` : undefined;
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
