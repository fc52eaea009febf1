import pLimit from 'p-limit';
import { openResourceStore } from '../../src/clouds/alibaba/simulator/resource-store.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Tags } from '../../src/model/tags.ts';
import type { Table } from '../../src/storage/table.ts';

/** A resource to put into the simulated cloud. */
export type Seed = {
  readonly arn: Arn;
  readonly tags?: Tags;
  readonly parents?: readonly Arn[];
};

const parallelWrites = 20;

/** Puts resources into the simulated cloud as they are: no checks, no events. */
export const seed = async (table: Table, seeds: readonly Seed[]): Promise<void> => {
  const store = openResourceStore(table);
  const limit = pLimit(parallelWrites);
  const write = ({ arn, tags = new Map(), parents = [] }: Seed) =>
    store.write(undefined, {
      arn,
      tags,
      parents,
      version: 0,
      attributes: {},
      pending: [],
      isDeleted: false,
    });
  await Promise.all(seeds.map((each) => limit(() => write(each))));
};
