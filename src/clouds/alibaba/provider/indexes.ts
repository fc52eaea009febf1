import pLimit from 'p-limit';
import type { Clock } from '../../../model/clock.ts';
import type { AccountRegion } from '../../call.ts';
import { createParentsIndex, type Held, type ParentsIndex } from '../../parents-index.ts';
import type { Call } from '../../provider.ts';
import { type Arn, formatArn } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import type { Ask } from './ask.ts';
import { partsOfCluster } from './clusters.ts';
import { eipsOfAlb, eipsOfGroups, eipsOfNlb } from './eips.ts';
import type { Shown } from './listing.ts';
import { listings } from './listings.ts';
import { type Reader, readSurely } from './permission.ts';

/** Reads what hangs on each of some primaries, which a page of their list has just shown. */
export type ReadHeld = (
  reader: Reader,
  primaries: readonly Shown[],
) => Promise<readonly (readonly Arn[])[]>;

/** Primaries that are asked one by one, at once. */
const parallelCalls = 4;

const oneByOne =
  (heirsOf: (ask: Ask, at: AccountRegion, primary: Shown) => Promise<readonly Arn[]>): ReadHeld =>
  ({ ask, at }, primaries) => {
    const limit = pLimit(parallelCalls);
    return Promise.all(primaries.map((primary) => limit(() => heirsOf(ask, at, primary))));
  };

/** How what hangs on primaries is read whose heirs do not say so themselves. */
export const heldBy: ReadonlyMap<ResourceType, ReadHeld> = new Map<ResourceType, ReadHeld>([
  ['Nlb-Loadbalancer', async ({ at }, balancers) => balancers.map((each) => eipsOfNlb(at, each))],
  ['Alb-LoadBalancer', oneByOne((ask, at, { id }) => eipsOfAlb(ask, at, id))],
  [
    'Eci-ContainerGroup',
    async (reader, groups) => {
      const eips = await eipsOfGroups(reader, groups);
      return groups.map(({ id }) => eips.get(id) ?? []);
    },
  ],
  ['Cs-Cluster', oneByOne(partsOfCluster)],
]);

/** True for heirs that only their primary knows. Nodes of a cluster say themselves whose they are. */
export const isHeld = (primary: ResourceType, associated: ResourceType): boolean =>
  heldBy.has(primary) && associated !== 'Ecs-Instance';

/** Where indexes ask. */
export type IndexDeps = {
  readonly readerFor: (call: Call) => Reader;
  readonly clock: Clock;
  /** How long what was read is believed. Seconds. */
  readonly keepSeconds: number;
};

/** An index for each type of primaries whose heirs do not say what they hang on. */
export const createIndexes = ({
  readerFor,
  clock,
  keepSeconds,
}: IndexDeps): ReadonlyMap<ResourceType, ParentsIndex> =>
  new Map(
    [...heldBy].map(([type, readHeld]) => {
      const list = async (at: AccountRegion, cursor: string | undefined, call: Call) => {
        const reader = readerFor(call);
        const { items, next } = await readSurely(reader, {
          listing: listings[type],
          filter: {},
          cursor,
          what: `listing the ${type} of account ${at.accountId} in ${at.region}`,
        });
        const held = await readHeld(reader, items);
        return {
          items: items.map(
            ({ id }, index): Held => ({
              primary: formatArn({ ...at, type, id }),
              heirs: held[index] ?? [],
            }),
          ),
          next,
        };
      };
      return [type, createParentsIndex({ list, clock, keepSeconds })];
    }),
  );
