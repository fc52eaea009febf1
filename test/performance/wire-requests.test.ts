import { expect, it } from 'vitest';
import { wireStories } from '../../bench/measured/over-wire.ts';

it('lets 100 disks follow a tag change with two tag calls, one listing, and the reads of two looks', async () => {
  expect(await wireStories['tag change'](100)).toEqual({
    first: {
      // The list of heirs; all of them at once, before the write and to verify.
      DescribeDisks: 1 + 2,
      // The instance, with each look.
      DescribeInstances: 2,
      TagResources: 2,
    },
    // Reads may lag: the event's own second look with its list, and that of what was written.
    later: { DescribeDisks: 1 + 2, DescribeInstances: 2 },
  });
});

it('attaches and detaches a disk with one tag call each', async () => {
  expect(await wireStories.attach(1)).toEqual({
    first: { DescribeDisks: 2, DescribeInstances: 2, TagResources: 1 },
    later: { DescribeDisks: 1, DescribeInstances: 1 },
  });
  expect(await wireStories.detach(1)).toEqual({
    first: { DescribeDisks: 2, DescribeInstances: 1, UntagResources: 1 },
    later: { DescribeDisks: 1 },
  });
});
