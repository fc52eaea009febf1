import { expect, it } from 'vitest';
import { selfTimes } from '../../bench/load/cpu-profile.ts';

const node = (id: number, functionName: string, url: string, children: readonly number[] = []) => ({
  id,
  callFrame: { functionName, url },
  children,
});

/** Samples of 1 s each: a second in each of the nodes named, in order. */
const profileOf = (...samples: readonly number[]): string =>
  JSON.stringify({
    nodes: [
      node(1, '(root)', '', [2, 3, 4]),
      node(2, '(idle)', ''),
      node(3, 'planFor', 'file:///app/src/engine/plan.ts', [5, 6]),
      node(4, '(garbage collector)', ''),
      node(5, 'parse', ''),
      node(6, 'send', 'file:///app/node_modules/@smithy/core/index.js', [7]),
      node(7, 'writev', 'node:net'),
    ],
    samples,
    timeDeltas: samples.map(() => 1_000_000),
  });

it('counts self time by part, the most first, and leaves out waiting', () => {
  const times = selfTimes(profileOf(2, 2, 2, 3, 3, 6, 7, 4, 3), 100);

  expect([...times][0]).toEqual(['engine', 3]);
  expect(times).toEqual(
    new Map([
      ['engine', 3],
      ['AWS SDK', 1],
      ['Node: HTTP, sockets, streams, timers', 1],
      ['garbage', 1],
    ]),
  );
});

it('counts what is built in where it was called from', () => {
  expect([...selfTimes(profileOf(5), 100)]).toEqual([['engine', 1]]);
});

it('looks at the last seconds only', () => {
  expect([...selfTimes(profileOf(6, 6, 6, 3, 3), 2)]).toEqual([['engine', 2]]);
});
