import { clouds } from '#clouds';

export type { Regions } from './cloud.ts';

/** The regions of all clouds whose events are handled, region id → name. */
export const supportedRegions: ReadonlyMap<string, string> = new Map(
  clouds.flatMap(({ regions }) => [...regions]),
);
