import { describe, expect, it } from 'vitest';
import { createLooks } from '../../src/worker/looks.ts';

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
    ask: (name: string, request: Parameters<typeof looks>[1]) => looks(name, request, look),
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
