import {
  writeHousing,
  makeFolder,
  problems,
  readFolder,
  removeFolder,
  writeFile,
} from './testing/connectors-folder.js';

beforeEach(() => {
  makeFolder();
  writeHousing();
});
afterEach(removeFolder);

const OWN = `lintel: 1
landlord: local-authority
jurisdiction: england
calendar: { division: england-and-wales }
`;
const RULES = `lintel: 1
id: promise
version: 1
contract: What we promised
source: the tenants' handbook
enabled: true
jurisdiction: any
calendar: landlord
inForceFrom: 2026-01-01
binds: any
rules:
  - id: promise-visit
    title: Visit
    trigger: { on: ordered, priority: urgent }
    limit: { workingDays: 2 }
    firstCountedDay: next-working-day
    metBy: { any: [order-attended] }
`;
const own = (more = ''): void => writeFile('deadlines.yaml', OWN + more);
const ids = (): readonly string[] => readFolder().deadlines?.rules.map((it) => it.id) ?? [];

describe('the rules in force', () => {
  it('are none where there is no deadlines.yaml', () => {
    expect(readFolder().deadlines).toBeUndefined();
  });

  it('are the targets alone until somebody has verified a law', () => {
    own();
    expect(ids()).toEqual(['target-immediate', 'target-emergency', 'target-urgent', 'target-normal']);
  });

  it('are a whole law, or one rule of it, once somebody says so', () => {
    own(
      'enable:\n  awaab-scotland: { verifiedOn: 2026-11-20, verifiedBy: B. Ell }\n  rtr-leaking-roof: { verifiedOn: 2026-11-20, verifiedBy: B. Ell }\ndisable: [landlord-targets, scotland-summary]\n',
    );
    expect(ids()).toEqual([
      'rtr-leaking-roof',
      'scotland-investigate',
      'scotland-start-repair',
      'scotland-complete-repair',
    ]);
    expect(readFolder().deadlines?.rules[0]).toMatchObject({
      verifiedOn: '2026-11-20',
      limit: { workingDays: 7 },
    });
  });

  it("take the landlord's own targets instead of the example", () => {
    own('targets: { from: 2026-04-01, urgent: { hours: 72 } }\n');
    expect(readFolder().deadlines?.rules).toMatchObject([
      { id: 'target-urgent', limit: { hours: 72 }, firstCountedDay: 'at-once', inForceFrom: '2026-04-01' },
    ]);
  });

  it("are joined by the landlord's own files", () => {
    own();
    writeFile('rules/promise.yaml', RULES);
    expect(ids()).toContain('promise-visit');
  });

  it('have another hash when anything that decides is another', () => {
    own();
    const before = readFolder().deadlines?.hash;
    expect(readFolder().deadlines?.hash).toBe(before);
    own('near: { target-urgent: { hours: 4 } }\n');
    expect(readFolder().deadlines?.hash).not.toBe(before);
  });
});

describe('a mistake', () => {
  it.each([
    ['a law that nobody verified', 'enable:\n  awaab-england: {}\n', 'not-verified', '6:3'],
    [
      'a law verified by nobody',
      'enable:\n  awaab-england: { verifiedOn: 2026-11-20 }\n',
      'not-verified',
      '6:3',
    ],
    ['a rule that is not', 'near: { target-urgnt: { hours: 1 } }\n', 'unknown-rule', '5:9'],
    ['a day that is none', 'targets: { from: 1 April, urgent: { hours: 1 } }\n', 'bad-value', '5:18'],
    ['a target without a beginning', 'targets: { urgent: { hours: 1 } }\n', 'missing-key', '5:1'],
    ['two limits', 'targets: { from: 2026-04-01, urgent: { hours: 1, weeks: 1 } }\n', 'bad-value', '5:38'],
    ['an unknown word', 'landlrod: x\n', 'unknown-key', '5:1'],
  ])('in deadlines.yaml is told with its place: %s', (_, text, code, at) => {
    own(text);
    expect(problems()).toContainEqual(expect.objectContaining({ code, at: `deadlines.yaml:${at}` }));
  });

  it.each([
    ['hours count no days', 'limit: { workingDays: 2 }', 'limit: { hours: 2 }', 'first-counted-day', '16:22'],
    ['days never count at once', 'next-working-day', 'at-once', 'first-counted-day', '16:22'],
    ['calendar days count no working day', 'workingDays: 2', 'calendarDays: 2', 'first-counted-day', '16:22'],
    ['a law is enabled unverified', 'contract: What', 'law: What', 'not-verified', '6:10'],
    ['an unknown trigger', 'on: ordered', 'on: guessed', 'bad-value', '14:20'],
    ['a trigger without its word', ', priority: urgent', '', 'missing-key', '14:5'],
    ['an unknown evidence', 'order-attended', 'order-atended', 'bad-value', '17:20'],
    ['a rule whose id is taken', 'id: promise-visit', 'id: rtr-leaking-roof', 'repeated-rule', '12:9'],
    ['an unknown key', 'title:', 'titel:', 'unknown-key', '13:5'],
  ])('in a rule file is told with its place: %s', (_, from, to, code, at) => {
    writeFile('rules/promise.yaml', RULES.replace(from, to));
    expect(problems()).toContainEqual(expect.objectContaining({ code, at: `rules/promise.yaml:${at}` }));
  });
});
