import { expect, it } from 'vitest';
import { awsStories } from '../../bench/measured/on-aws.ts';
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

/** Without what it asked of the stage itself. */
const onAws = async (name: keyof typeof awsStories, volumes: number) => {
  const { first, later } = await awsStories[name](volumes);
  return { first, later };
};

it('lets 100 volumes of AWS follow a tag change with one tag call, and the reads of two looks', async () => {
  expect(await onAws('tag change', 100)).toEqual({
    // As on Alibaba Cloud; a tag call takes them all.
    first: { CreateTags: 1, DescribeInstances: 2, DescribeVolumes: 1 + 2 },
    later: { DescribeInstances: 2, DescribeVolumes: 1 + 2 },
  });
});

it('attaches and detaches a volume of AWS with one tag call, of whose echo nothing is asked', async () => {
  expect(await onAws('attach', 1)).toEqual({
    first: { CreateTags: 1, DescribeInstances: 2, DescribeVolumes: 2 },
    later: { DescribeInstances: 1, DescribeVolumes: 1 },
  });
  expect(await onAws('detach', 1)).toEqual({
    first: { DeleteTags: 1, DescribeInstances: 1, DescribeVolumes: 2 },
    later: { DescribeVolumes: 1 },
  });
});
