import { setImmediate as nextTick } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { type SendTogether, sendApart } from '../../src/model/shared-call.ts';
import { fc } from '../properties.ts';

const broken = new RetryableError({ code: 'InternalError', message: 'come again' });
const malformed = new TerminalError({ code: 'MalformedResource', message: 'cannot be read' });

/** Calls that fail as a whole when they hold a bad item, and what they held. */
const openCalls = (isBad: (item: number) => boolean, failure: Error) => {
  const calls: (readonly number[])[] = [];
  let underWay = 0;
  let mostUnderWay = 0;
  const send: SendTogether<number, string> = async (items) => {
    calls.push(items);
    underWay += 1;
    mostUnderWay = Math.max(mostUnderWay, underWay);
    await nextTick();
    underWay -= 1;
    if (items.some(isBad)) throw failure;
    return items.map((item) => ({ status: 'fulfilled', value: `answer ${item}` }));
  };
  return { calls, mostUnderWay: () => mostUnderWay, ask: sendApart(send) };
};

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);
const ended = (items: readonly number[], isBad: (item: number) => boolean, failure: Error) =>
  items.map((item) =>
    isBad(item)
      ? { status: 'rejected', reason: failure }
      : { status: 'fulfilled', value: `answer ${item}` },
  );

it('makes one call where nothing fails', async () => {
  const { ask, calls } = openCalls(() => false, broken);

  expect(await ask(upTo(100))).toEqual(ended(upTo(100), () => false, broken));

  expect(calls).toEqual([upTo(100)]);
});

it('fails a bad item by itself, with few calls', async () => {
  const isBad = (item: number) => item === 42;
  const { ask, calls } = openCalls(isBad, broken);

  expect(await ask(upTo(100))).toEqual(ended(upTo(100), isBad, broken));

  expect(calls.length).toBeLessThanOrEqual(20);
  expect(calls).toContainEqual([42]);
});

it('lets fewer than eight bad items keep no other from its answer', async () => {
  const world = fc.record({
    count: fc.integer({ min: 1, max: 120 }),
    bad: fc.uniqueArray(fc.nat({ max: 119 }), { maxLength: 7 }),
  });

  await fc.assert(
    fc.asyncProperty(world, async ({ count, bad }) => {
      const isBad = (item: number) => bad.includes(item);
      const { ask, calls } = openCalls(isBad, broken);

      expect(await ask(upTo(count))).toEqual(ended(upTo(count), isBad, broken));
      expect(calls.length).toBeLessThanOrEqual(1 + 4 * 8 * bad.length);
    }),
    { numRuns: 50 },
  );
});

it('ends after nine calls where nothing works and may later', async () => {
  const { ask, calls } = openCalls(() => true, broken);

  expect(await ask(upTo(100))).toEqual(ended(upTo(100), () => true, broken));

  expect(calls).toHaveLength(9);
});

it('looks for the good among any number of bad ones, when what fails does not pass', async () => {
  const isBad = (item: number) => item % 3 > 0;
  const { ask, calls } = openCalls(isBad, malformed);

  expect(await ask(upTo(100))).toEqual(ended(upTo(100), isBad, malformed));

  // Of each item at most one call of its own, and those above it in the tree of pieces.
  expect(calls.length).toBeLessThanOrEqual(100 + 64 + 8 + 1);
});

it('has no more than eight calls under way', async () => {
  const { ask, mostUnderWay } = openCalls((item) => item % 3 > 0, malformed);

  await ask(upTo(100));

  expect(mostUnderWay()).toBe(8);
});

it('leaves alone how single items ended in a call that did not fail', async () => {
  const ends = [
    { status: 'fulfilled', value: 'done' },
    { status: 'rejected', reason: malformed },
  ] as const;

  expect(await sendApart<number, string>(async () => ends)([1, 2])).toEqual(ends);
});

it('answers a throttle with no more calls', async () => {
  const throttled = new RetryableError({ code: 'Throttling.User', message: 'slow down' });
  const { ask, calls } = openCalls(() => true, throttled);

  expect(await ask(upTo(100))).toEqual(ended(upTo(100), () => true, throttled));

  expect(calls.length).toBe(1);
});
