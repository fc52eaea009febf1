import { expect, it } from 'vitest';
import { covers, joined, type Reach, sentReach } from '../../src/queue/reach.ts';
import { fc } from '../properties.ts';

const reach: fc.Arbitrary<Reach> = fc.oneof(
  fc.constant('all' as const),
  fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
);

it('covers what it names, and everything when it is all', () => {
  expect(covers(['a', 'b'], ['b'])).toBe(true);
  expect(covers(['a'], ['a', 'b'])).toBe(false);
  expect(covers(['a', 'b', 'c'], 'all')).toBe(false);
  expect(covers('all', 'all')).toBe(true);
  expect(covers([], [])).toBe(true);
});

it('reaches as far as both when joined, and no farther', () => {
  fc.assert(
    fc.property(reach, reach, reach, (left, right, other) => {
      const both = joined(left, right);

      expect(covers(both, left) && covers(both, right)).toBe(true);
      if (covers(other, left) && covers(other, right)) expect(covers(other, both)).toBe(true);
    }),
  );
});

it('travels by its names; a message without them means all, as those of before did', () => {
  expect(sentReach('all')).toEqual({});
  expect(sentReach([])).toEqual({ reach: [] });
});
