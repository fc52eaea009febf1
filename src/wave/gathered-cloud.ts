import type { Arn } from '../clouds/arn.ts';
import type { CloudProvider, Resource } from '../clouds/provider.ts';
import { inChunks } from '../model/chunks.ts';
import { pick } from '../model/pick.ts';
import type { Gather } from './wave.ts';

/** Resources that one call describes. */
const mostArns = 100;

type Described = ReadonlyMap<Arn, Resource>;

/** A cloud that is asked for the resources of many at once, each named once. */
export const gatheredCloud = (cloud: CloudProvider, gather: Gather): CloudProvider => {
  const describe = gather<readonly Arn[], Described>(async (wanted) => {
    const arns = [...new Set(wanted.flat())];
    const found = await Promise.all(inChunks(arns, mostArns).map(cloud.describe));
    const all = new Map(found.flatMap((chunk) => [...chunk]));
    return wanted.map((each) => ({ status: 'fulfilled', value: pick(all, each) }));
  });
  return { ...cloud, describe };
};
