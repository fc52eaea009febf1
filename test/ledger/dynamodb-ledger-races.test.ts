import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { ConflictError } from '../../src/model/errors.ts';
import type { Table } from '../../src/storage/table.ts';
import { cluster, instance, named, nlb } from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { forgottenBy, inheriting } from './ledger-fixture.ts';
import { interleavings, puppet } from './stepping-table.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;
let ledger: Ledger;
let made = 0;

const ledgerOn = (onto: Table): Ledger => createDynamoDbLedger({ table: onto, clock: () => 0 });

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
  ledger = ledgerOn(table);
});
afterAll(() => dynamoDb.stop());

type Outcome = { readonly base: number; readonly won: boolean };

/** Lets two writers, each a read and a replace, take turns as `schedule` says. */
const race = async (
  start: readonly Arn[],
  goals: readonly [A: Arn[], B: Arn[]],
  schedule: string,
) => {
  made += 1;
  const heir = named('Vpc-Eip', `eip-race-${made}`);
  if (start.length > 0) await ledger.replace(await ledger.read(heir), inheriting(...start));
  const outcomes: Outcome[] = [];
  const writer = (goal: readonly Arn[]) =>
    puppet(table, async (own) => {
      const mine = ledgerOn(own);
      const record = await mine.read(heir);
      const base = record.version;
      await mine.replace(record, inheriting(...goal)).then(
        () => outcomes.push({ base, won: true }),
        (error: unknown) => {
          if (!(error instanceof ConflictError)) throw error;
          outcomes.push({ base, won: false });
        },
      );
    });
  const writers = { A: writer(goals[0]), B: writer(goals[1]) } as const;
  const forgotten: Arn[] = [];
  for (const turn of schedule) {
    await writers[turn === 'A' ? 'A' : 'B'].go();
    forgotten.push(...(await forgottenBy(ledger, heir)));
  }
  return { outcomes, forgotten, last: await ledger.read(heir) };
};

const races: readonly { title: string; start: Arn[]; goals: [A: Arn[], B: Arn[]] }[] = [
  { title: 'who both make the record', start: [], goals: [[instance], [instance, nlb]] },
  { title: 'who add and remove the same primary', start: [instance], goals: [[], [instance, nlb]] },
  { title: 'who both remove and one of whom adds', start: [nlb], goals: [[], [instance]] },
  { title: 'who exchange primaries', start: [instance], goals: [[nlb], [cluster]] },
  {
    title: 'one of whom brings back what goes',
    start: [nlb, instance],
    goals: [[nlb], [instance]],
  },
];

/** Calls of the longest writer: a read, a row, the record, a row. */
const mostCalls = 4;

describe.each(races)('two writers $title', ({ start, goals }) => {
  it('never hide an heir, and one gives way, however their calls interleave', async () => {
    for (const schedule of interleavings(mostCalls, mostCalls)) {
      const { outcomes, forgotten, last } = await race(start, goals, schedule);

      expect(forgotten, schedule).toEqual([]);
      expect(outcomes, schedule).toHaveLength(2);
      const winners = outcomes.filter(({ won }) => won);
      const bases = new Set(outcomes.map(({ base }) => base));
      expect(winners, schedule).toHaveLength(bases.size);
      expect(last.version, schedule).toBe((start.length > 0 ? 1 : 0) + winners.length);
    }
  });
});
