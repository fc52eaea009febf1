import { describe, expect, it } from 'vitest';
import type { Ledger, LedgerRecord } from '../../src/ledger/ledger.ts';
import { ConflictError } from '../../src/model/errors.ts';
import { gatheredLedger } from '../../src/wave/gathered-ledger.ts';
import { createWave } from '../../src/wave/wave.ts';
import { named } from '../engine/fixtures.ts';
import { gate } from '../engine/reconcile-world.ts';
import { backfill } from './slow-stage.ts';

const unexpected = async (): Promise<never> => {
  throw new Error('not asked for here');
};

const recordOf = (id: string): LedgerRecord => ({
  arn: named('Ecs-Disk', id),
  version: 1,
  intent: null,
  entries: new Map(),
  refusals: new Map(),
});

/** A ledger that replaces records as `replace` says. */
const openLedger = (replace: Ledger['replace']): Ledger => {
  const { gather } = createWave({ afterLongestWait: () => () => {} });
  const ledger: Ledger = {
    replace,
    read: unexpected,
    heirs: unexpected,
    primaries: unexpected,
    readMany: unexpected,
    heirships: unexpected,
    refused: unexpected,
    renew: unexpected,
    contested: unexpected,
  };
  return gatheredLedger(ledger, gather);
};

describe('a gathered ledger', () => {
  it('answers nobody before the last record that is replaced together is', async () => {
    const slow = gate();
    const answered: string[] = [];
    const { replace } = openLedger(async (previous) => {
      if (previous.arn.endsWith('slow')) await slow.opened;
      return { ...previous, version: 2 };
    });

    const all = ['quick', 'slow'].map(async (id) => {
      const { version } = await replace(recordOf(id), recordOf(id));
      answered.push(`${id} ${version}`);
    });
    for (let tick = 0; tick < 5; tick += 1) await new Promise(setImmediate);
    expect(answered).toEqual([]);
    slow.open();
    await Promise.all(all);

    expect(answered).toEqual(['quick 2', 'slow 2']);
  });

  it('tells each how its own write ended', async () => {
    const conflict = new ConflictError({ code: 'Any', message: 'somebody else wrote' });
    const { replace } = openLedger(async (previous) => {
      if (previous.arn.endsWith('bad')) throw conflict;
      return previous;
    });

    const ends = await Promise.allSettled(
      ['good', 'bad', 'fine'].map((id) => replace(recordOf(id), recordOf(id))),
    );

    expect(ends).toMatchObject([
      { value: recordOf('good') },
      { reason: conflict },
      { value: recordOf('fine') },
    ]);
  });

  it('writes no more at once than a client has connections', async () => {
    let [now, most] = [0, 0];
    const { replace } = openLedger(async (previous) => {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return previous;
    });

    const ids = Array.from({ length: 120 }, (_, index) => `d-${index}`);
    await Promise.all(ids.map((id) => replace(recordOf(id), recordOf(id))));

    expect(most).toBe(50);
  });
});

describe('a backfill of 400 volumes of 8 teams on AWS', () => {
  const estate = { instances: 200, volumesEach: 2, teams: 8 };

  it.each([
    ['is quick', { request: 0.0005, call: 0.5 }],
    ['writes 400 records in longer than a call of a wave waits', { request: 0.005, call: 0.1 }],
    ['writes them in nearly as long as an intent holds', { request: 0.02, call: 5 }],
  ])('makes the same calls where the machine %s', async (_, slowness) => {
    const { calls, wrong, deadLetters } = await backfill(estate, slowness);

    expect({ wrong, deadLetters }).toEqual({ wrong: 0, deadLetters: 0 });
    expect(calls).toEqual({
      // One for each set of tags.
      CreateTags: 8,
      // To count and to do; the looks, which verify; and those when reads are sure to be new, a hundred at a time.
      DescribeVolumes: 2 + 4 + 4 + 4,
      DescribeInstances: 2 + 2 + 4,
    });
  });

  it('comes to its end, too, where that takes longer than an intent holds', async () => {
    const { wrong, deadLetters } = await backfill(estate, { request: 0.05, call: 0.1 });

    expect({ wrong, deadLetters }).toEqual({ wrong: 0, deadLetters: 0 });
  });
});
