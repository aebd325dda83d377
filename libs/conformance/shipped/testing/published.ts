import type { Contribution, Mapped } from '#libs/model/contribution.js';
import { currentDocument, type EntityDocument } from '#libs/resolution/fold/document.js';
import type { AcceptedContribution } from '#libs/resolution/fold/accepted-contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import { referenceKey } from '#libs/model/reference.js';
import type { StreamSpec } from '#libs/configuration/configuration.js';
import { configuration } from './shared-data.js';

const ID = '00000000-0000-5000-8000-000000000000';

/** What comes out where these answers of a stream are all that is known: kind and first reference → the entity's documents. */
export function published(
  stream: StreamSpec,
  answers: readonly Mapped[],
): ReadonlyMap<string, EntityDocument> {
  const accepted = new Map<string, AcceptedContribution[]>();
  for (const answer of answers) {
    if (answer.outcome !== 'contributions') continue;
    for (const said of answer.contributions) {
      const name = nameOf(said);
      const all = accepted.get(name) ?? [];
      accepted.set(name, [...all, acceptedAs(stream, answer.key, said, all.length)]);
    }
  }
  return new Map(
    [...accepted].flatMap(([name, all]) => {
      const kind = all[0]?.kind;
      if (!kind) return [];
      return [
        [name, currentDocument(ID, kind, all, new Map(), { authority: configuration.authority })] as const,
      ];
    }),
  );
}

/** A document as its topic carries it: the ledger counts the versions. */
export const versioned = (document: JsonObject): JsonObject => ({ ...document, version: 1 });

const nameOf = ({ kind, identity: [first] }: Contribution): string =>
  `${kind} ${first ? referenceKey(first) : ''}`;

const acceptedAs = (
  { connector, name, system }: StreamSpec,
  key: string,
  said: Contribution,
  arrival: number,
): AcceptedContribution => ({
  connector,
  stream: name,
  system,
  key,
  version: '',
  arrival,
  held: [],
  history: [{ version: '', arrival, hash: key, items: said.fields }],
  ...said,
});
