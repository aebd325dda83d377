import type { JsonValue } from '#libs/model/json.js';
import type { CaseResult, ConnectorResult, DifferentValue, Fault, StreamResult } from './result.js';

/** A value longer than this is cut: the path says where to look. */
const MOST_CHARACTERS = 200;

/** What did not pass, for a person: nothing where all is well. */
export const connectorReport = ({ connector, faults, streams }: ConnectorResult): readonly string[] => [
  ...faults.map((fault) => `${connector}: ${faultText(fault)}`),
  ...streams.flatMap(streamReport),
];

export const streamReport = ({ connector, stream, faults, cases }: StreamResult): readonly string[] => [
  ...faults.map((fault) => `${connector}/${stream}: ${faultText(fault)}`),
  ...cases.flatMap(caseReport),
];

function caseReport({ file, verdict }: CaseResult): readonly string[] {
  switch (verdict.outcome) {
    case 'pass':
      return [];
    case 'different':
      return [`${file}: is not as expected`, ...verdict.differences.map(differenceText)];
    case 'fault':
      return [
        `${file}: ${faultText(verdict.fault)}`,
        ...(verdict.answer === undefined ? [] : [JSON.stringify(verdict.answer, undefined, 2)]),
      ];
    default:
      return verdict satisfies never;
  }
}

const faultText = ({ code, message, way }: Fault): string => `${code}: ${message}; ${way}`;

const differenceText = ({ path, expected, actual }: DifferentValue): string =>
  `  ${path}: expected ${valueText(expected)}, is ${valueText(actual)}`;

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
