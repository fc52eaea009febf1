import { describe, expect, it } from 'vitest';
import type { Reach } from '../../src/queue/reach.ts';
import { createLooks, type LookRequest } from '../../src/worker/looks.ts';

const second = 1000;
const early = { receivedAt: 10 * second };
const late = { receivedAt: 20 * second };

/** Looks that count themselves; the n-th one answers n, or fails. */
const openLooks = ({ most = 100, failing = [] }: { most?: number; failing?: number[] } = {}) => {
  const looks = createLooks<number>({ most, marginMs: second });
  let count = 0;
  const look = async (): Promise<number> => {
    count += 1;
    if (failing.includes(count)) throw new Error(`look ${count} failed`);
    return count;
  };
  return {
    ask: (name: string, request: Omit<LookRequest, 'reach'> & { readonly reach?: Reach }) =>
      looks(name, { reach: [], ...request }, look),
  };
};

describe('looks', () => {
  it('share one in a batch', async () => {
    const { ask } = openLooks();

    const both = await Promise.all([
      ask('a', { batch: early, since: 10 * second }),
      ask('a', { batch: early, since: 9 * second }),
    ]);

    expect(both).toEqual([1, 1]);
  });

  it('fail once in a batch', async () => {
    const { ask } = openLooks({ failing: [1] });

    await expect(ask('a', { batch: early, since: 0 })).rejects.toThrow('look 1 failed');
    await expect(ask('a', { batch: early, since: 0 })).rejects.toThrow('look 1 failed');
  });

  it('are made for a last try of the batch where one for others failed, and once', async () => {
    const { ask } = openLooks({ failing: [1] });
    const first = ask('a', { batch: early, since: 0 });
    const lasts = [1, 2].map(() => ask('a', { batch: early, since: 0, isLast: true }));

    await expect(first).rejects.toThrow('look 1 failed');
    expect(await Promise.all(lasts)).toEqual([2, 2]);
  });

  it('for a last try do for no other delivery', async () => {
    const { ask } = openLooks();

    const answers = await Promise.all([
      ask('a', { batch: early, since: 0, isLast: true }),
      ask('a', { batch: early, since: 0 }),
    ]);

    expect(answers).toEqual([1, 2]);
  });

  it('do for what was sent before their batch was received', async () => {
    const { ask } = openLooks();
    await ask('a', { batch: early, since: 0 });

    expect(await ask('a', { batch: late, since: 8 * second })).toBe(1);
  });

  it.each([
    ['was sent after their batch was received', 11 * second],
    ['may have been sent after, by a clock that is behind', 9 * second],
    ['does not say when it was sent', undefined],
  ])('are made anew for what %s', async (_, since) => {
    const { ask } = openLooks();
    await ask('a', { batch: early, since: 0 });

    expect(await ask('a', { batch: late, since })).toBe(2);
  });

  it('do for nobody else when their batch does not say when it was received', async () => {
    const { ask } = openLooks();
    await ask('a', { batch: { receivedAt: undefined }, since: 0 });

    expect(await ask('a', { batch: late, since: 0 })).toBe(2);
  });

  it('are shared while they are under way', async () => {
    const { ask } = openLooks();

    const first = ask('a', { batch: early, since: 0 });
    const second = ask('a', { batch: late, since: 0 });

    expect(await Promise.all([first, second])).toEqual([1, 1]);
  });

  it('of another batch do for nobody once they failed, before or after they were asked for', async () => {
    const { ask } = openLooks({ failing: [1, 3] });

    const failing = ask('a', { batch: early, since: 0 });
    const waiting = ask('a', { batch: late, since: 0 });
    await expect(failing).rejects.toThrow('look 1 failed');
    expect(await waiting).toBe(2);

    await expect(ask('b', { batch: early, since: 0 })).rejects.toThrow('look 3 failed');
    expect(await ask('b', { batch: late, since: 0 })).toBe(4);
  });

  it('keep apart what has different names', async () => {
    const { ask } = openLooks();

    expect(await ask('a', { batch: early, since: 0 })).toBe(1);
    expect(await ask('b', { batch: early, since: 0 })).toBe(2);
  });

  it('are forgotten, the oldest first, when there are too many', async () => {
    const { ask } = openLooks({ most: 2 });
    for (const name of ['a', 'b', 'c']) await ask(name, { batch: early, since: 0 });

    expect(await ask('c', { batch: late, since: 0 })).toBe(3);
    expect(await ask('a', { batch: late, since: 0 })).toBe(4);
  });
});

describe('looks of different reach', () => {
  /** Looks that tell how far each reached. */
  const openReaching = (failing: readonly number[] = []) => {
    const looks = createLooks<void>({ most: 100, marginMs: second });
    const reached: Reach[] = [];
    let underWay = 0;
    const look = async (reach: Reach): Promise<void> => {
      underWay += 1;
      expect(underWay).toBe(1);
      reached.push(reach);
      await Promise.resolve();
      underWay -= 1;
      if (failing.includes(reached.length)) throw new Error('the look failed');
    };
    return {
      reached,
      ask: (reach: Reach, batch = early, since = 0) => looks('a', { batch, since, reach }, look),
    };
  };

  it('do for those that reach no farther', async () => {
    const { ask, reached } = openReaching();

    await Promise.all([ask('all'), ask(['p']), ask([])]);

    expect(reached).toEqual(['all']);
  });

  it('are followed by one that reaches as far as both, never at the same time', async () => {
    const { ask, reached } = openReaching();

    await Promise.all([ask([]), ask(['p']), ask(['q']), ask(['p'])]);
    await ask(['p'], late);

    expect(reached).toEqual([[], ['p'], ['p', 'q']]);
  });

  it('go on doing for others although one that reaches less far came after them', async () => {
    const { ask, reached } = openReaching();
    await ask(['p']);
    await ask([], late, 15 * second);

    await ask(['p'], late);

    expect(reached).toEqual([['p'], []]);
  });

  it('are made when the last of several came from a batch too early', async () => {
    const { ask, reached } = openReaching();
    await ask(['r'], late, 15 * second);
    await ask(['q'], early, 25 * second);

    await ask(['p'], { receivedAt: 30 * second }, 12 * second);

    expect(reached).toEqual([['r'], ['q'], ['r', 'p']]);
  });

  it('fail once in a batch, however far they reach', async () => {
    const { ask, reached } = openReaching([1]);

    const ends = await Promise.allSettled([ask([]), ask(['p'])]);

    expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(reached).toEqual([[]]);
  });

  it('are made in another batch when an earlier one failed', async () => {
    const { ask, reached } = openReaching([1]);
    await expect(ask([])).rejects.toThrow();

    await ask(['p'], late);

    expect(reached).toEqual([[], ['p']]);
  });
});
