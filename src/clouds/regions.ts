import { clouds } from '#clouds';
import type { Regions } from './cloud.ts';

export type { Regions } from './cloud.ts';

/** The regions of all clouds whose events are handled, region id → name. Of a name that two have, the last. */
export const supportedRegions: ReadonlyMap<string, string> = new Map(
  clouds.flatMap(({ regions }) => [...regions]),
);

/** Those of some regions that a cloud has, in its order: clouds may have regions of the same name, and others not. */
export const regionsOfCloud = (cloud: string, regions: Regions): ReadonlySet<string> => {
  const own = clouds.find(({ name }) => name === cloud)?.regions ?? new Map<string, string>();
  return new Set([...own.keys()].filter((region) => regions.has(region)));
};
