import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import type { Ledger, LedgerChange, LedgerEntry } from '../../src/ledger/ledger.ts';
import type { Table } from '../../src/storage/table.ts';
import { cluster, entry, instance, named, nlb } from '../engine/fixtures.ts';
import { fc } from '../properties.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { allPages, forgottenBy, heirsOf, inheriting } from './ledger-fixture.ts';
import { stepping } from './stepping-table.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;
let ledger: Ledger;
let made = 0;

const ledgerOn = (onto: Table): Ledger => createDynamoDbLedger({ table: onto, clock: () => 0 });

/** A resource that no other test uses. */
const newHeir = (): Arn => {
  made += 1;
  return named('Vpc-Eip', `eip-crash-${made}`);
};

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
  ledger = ledgerOn(table);
});
afterAll(() => dynamoDb.stop());

const contestedResources = async (): Promise<readonly Arn[]> =>
  (await allPages((cursor) => ledger.contested('1000000000000001', { cursor, limit: 100 }))).map(
    ({ resource }) => resource,
  );

type Death = 'before' | 'after';

/** A ledger whose process dies at its n-th table call: before the call takes effect, or after. */
const dyingAt = (n: number, death: Death): { ledger: Ledger; hasDied: () => boolean } => {
  let calls = 0;
  const doomed = stepping(table, async (work) => {
    calls += 1;
    if (calls > n || (calls === n && death === 'before')) throw new Error('the process died');
    const answer = await work();
    if (calls === n) throw new Error('the process died');
    return answer;
  });
  return { ledger: ledgerOn(doomed), hasDied: () => calls >= n };
};

const changes: readonly { title: string; from: readonly Arn[]; to: readonly Arn[] }[] = [
  { title: 'the first entries', from: [], to: [instance, nlb] },
  { title: 'one more primary', from: [instance], to: [instance, nlb] },
  { title: 'another primary', from: [instance], to: [nlb] },
  { title: 'two other primaries', from: [instance, cluster], to: [nlb, cluster] },
  { title: 'one primary less', from: [instance, nlb], to: [nlb] },
  { title: 'no entries any more', from: [instance, nlb], to: [] },
];

/** Kills a write at each of its calls in turn. @returns the number of calls */
const killEverywhere = async (
  { from, to }: (typeof changes)[number],
  death: Death,
): Promise<number> => {
  for (let n = 1; ; n += 1) {
    const heir = newHeir();
    const start = await ledger.replace(await ledger.read(heir), inheriting(...from));
    const doomed = dyingAt(n, death);

    const outcome = await doomed.ledger.replace(start, inheriting(...to)).then(
      () => 'done',
      () => 'died',
    );
    if (!doomed.hasDied()) return n - 1;
    expect(outcome).toBe('died');
    expect(await forgottenBy(ledger, heir)).toEqual([]);

    await ledger.replace(await ledger.read(heir), inheriting(...to));
    expect(await forgottenBy(ledger, heir)).toEqual([]);
    for (const primary of to) expect(await heirsOf(ledger, primary)).toContain(heir);
  }
};

describe.each(changes)('a write of $title', (change) => {
  it.each(['before', 'after'] as const)(
    'never hides an heir, killed %s any of its calls and done again',
    async (death) => {
      const calls = await killEverywhere(change, death);

      expect(calls).toBeGreaterThanOrEqual(2);
    },
  );
});

/** A change that leaves one entry, contested or not. */
const holding = (contest: LedgerEntry['contest']): LedgerChange => ({
  ...inheriting(),
  entries: new Map([['cost', entry('cost', '1', { contest })]]),
});

const isContested = ({ entries }: Pick<LedgerChange, 'entries'>): boolean =>
  (entries.get('cost')?.contest ?? null) !== null;

const contest = { since: '2026-01-01T00:00:00.000Z', by: 'bob', theirs: null };

describe.each([
  ['begins', holding(null), holding(contest)],
  ['is resumed', holding(contest), holding(null)],
  ['ends with its entry', holding(contest), inheriting()],
])('a contest that %s', (_, from, to) => {
  it.each(['before', 'after'] as const)(
    'is never hidden, killed %s any of its calls',
    async (death) => {
      let calls = 0;
      for (let n = 1; ; n += 1) {
        const heir = newHeir();
        const start = await ledger.replace(await ledger.read(heir), from);
        const doomed = dyingAt(n, death);

        await doomed.ledger.replace(start, to).catch(() => {});
        if (!doomed.hasDied()) break;
        calls += 1;

        if (isContested(await ledger.read(heir)))
          expect(await contestedResources()).toContain(heir);
        await ledger.replace(await ledger.read(heir), to);
        const isListed = (await contestedResources()).includes(heir);
        if (isContested(to)) expect(isListed).toBe(true);
      }
      expect(calls).toBeGreaterThanOrEqual(2);
    },
  );
});

it('never hides an heir in any series of writes, some of which die', async () => {
  const choice = fc.record({
    to: fc.subarray([instance, nlb, cluster]),
    diesAt: fc.option(fc.integer({ min: 1, max: 5 })),
    death: fc.constantFrom<Death>('before', 'after'),
  });

  await fc.assert(
    fc.asyncProperty(fc.array(choice, { minLength: 2, maxLength: 8 }), async (series) => {
      const heir = newHeir();
      for (const { to, diesAt, death } of series) {
        const writer = diesAt === null ? ledger : dyingAt(diesAt, death).ledger;
        const record = await ledger.read(heir);
        await writer.replace(record, inheriting(...to)).catch(() => {});
        expect(await forgottenBy(ledger, heir)).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});
