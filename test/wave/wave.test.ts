import { setImmediate as nextTick } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SendTogether } from '../../src/model/shared-call.ts';
import { createWave, noWave } from '../../src/wave/wave.ts';
import { gate } from '../engine/reconcile-world.ts';

/** A wave whose longest wait ends when the test says so, and what its calls carried. */
const openWave = () => {
  const sent: string[][] = [];
  let endWait = (): void => {};
  const wave = createWave({
    afterLongestWait: (act) => {
      endWait = act;
      return () => {
        endWait = () => {};
      };
    },
  });
  const send: SendTogether<string, string> = async (items) => {
    sent.push([...items]);
    return items.map((item) =>
      item.startsWith('bad')
        ? { status: 'rejected', reason: new Error(`${item} is refused`) }
        : { status: 'fulfilled', value: item.toUpperCase() },
    );
  };
  return { wave, sent, ask: wave.gather(send), endWait: () => endWait() };
};

const settled = async (): Promise<void> => {
  for (let tick = 0; tick < 5; tick += 1) await nextTick();
};

describe('a wave', () => {
  it('makes one call of what all of its tasks ask for, step by step', async () => {
    const { wave, sent, ask } = openWave();
    const task = (name: string, steps: number) =>
      wave.run(async () => {
        // Tasks are not equally fast.
        for (let tick = 0; tick < steps; tick += 1) await nextTick();
        const first = await ask(name);
        for (let tick = 0; tick < steps; tick += 1) await nextTick();
        return ask(`${first}!`);
      });

    const answers = await Promise.all([task('a', 0), task('b', 3), task('c', 7)]);

    expect(answers).toEqual(['A!', 'B!', 'C!']);
    expect(sent).toEqual([
      ['a', 'b', 'c'],
      ['A!', 'B!', 'C!'],
    ]);
  });

  it('waits for others, too, when a task asks for two things at once, one as a task of its own', async () => {
    const { wave, sent, ask } = openWave();
    const task = (name: string, ticks: number) =>
      wave.run(async () => {
        for (let tick = 0; tick < ticks; tick += 1) await nextTick();
        return Promise.all([wave.run(() => ask('settings')), ask(name)]);
      });

    await Promise.all([task('a', 0), task('b', 3)]);

    expect(sent).toEqual([['settings', 'a', 'settings', 'b']]);
  });

  it('does not wait for a task that has ended, well or badly', async () => {
    const { wave, sent, ask } = openWave();

    const asking = wave.run(() => ask('a'));
    await expect(wave.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    expect(await asking).toBe('A');
    expect(sent).toEqual([['a']]);
  });

  it('does not wait for a task that pauses', async () => {
    const { wave, sent, ask } = openWave();
    const pause = gate();

    const pausing = wave.run(async () => {
      await wave.aside(() => pause.opened);
      return ask('late');
    });
    expect(await wave.run(() => ask('early'))).toBe('EARLY');
    pause.open();

    expect(await pausing).toBe('LATE');
    expect(sent).toEqual([['early'], ['late']]);
  });

  it('waits for a slow task no longer than the longest wait', async () => {
    const { wave, sent, ask, endWait } = openWave();
    const slow = gate();

    const holding = wave.run(() => slow.opened);
    const asking = wave.run(() => ask('a'));
    await settled();
    expect(sent).toEqual([]);
    endWait();

    expect(await asking).toBe('A');
    slow.open();
    await holding;
  });

  it('tells each its own end, whatever became of the others', async () => {
    const { wave, sent, ask } = openWave();

    const ends = await Promise.allSettled(
      ['good', 'bad', 'fine'].map((name) => wave.run(() => ask(name))),
    );

    expect(sent).toHaveLength(1);
    expect(ends).toMatchObject([
      { value: 'GOOD' },
      { reason: { message: 'bad is refused' } },
      { value: 'FINE' },
    ]);
  });

  it('fails everybody when the call fails, or forgets somebody', async () => {
    const { wave } = openWave();
    const failing = wave.gather<string, string>(async () => {
      throw new Error('throttled');
    });
    const forgetful = wave.gather<string, string>(async () => []);

    await expect(Promise.all([failing('a'), failing('b')])).rejects.toThrow('throttled');
    await expect(forgetful('a')).rejects.toThrow('without an answer');
  });

  it('sends at once, together, what is asked for outside of any task', async () => {
    const { sent, ask } = openWave();

    await Promise.all([ask('a'), ask('b')]);

    expect(sent).toEqual([['a', 'b']]);
  });
});

it('sends each item by itself where there is no wave', async () => {
  const sent: (readonly string[])[] = [];
  const ask = noWave.gather<string, number>(async (items) => {
    sent.push(items);
    return items.map((item) =>
      item === 'bad'
        ? { status: 'rejected', reason: new Error('refused') }
        : { status: 'fulfilled', value: item.length },
    );
  });

  expect(await noWave.run(() => Promise.all([ask('a'), ask('bb')]))).toEqual([1, 2]);
  await expect(ask('bad')).rejects.toThrow('refused');
  expect(sent).toEqual([['a'], ['bb'], ['bad']]);
});
