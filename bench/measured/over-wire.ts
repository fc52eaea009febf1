import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import type { ResourceType } from '../../src/clouds/resource-types.ts';
import { wireProvider } from '../../test/clouds/alibaba/provider/wire-provider.ts';
import { startWire } from '../../test/clouds/alibaba/wire/wire-fixture.ts';
import { attachEach, detachEach, diskRule, type Pair, tagPrimary } from './scenarios.ts';
import { type MeasuredWorld, openMeasuredWorld } from './world.ts';

/** Calls that went over the wire: operation → how many. */
export type WireCalls = Readonly<Record<string, number>>;

/** Counts calls by their names, in the order of these. */
export const callsByName = (names: readonly string[]): WireCalls => {
  const alike = Map.groupBy(names.toSorted(), (name) => name);
  return Object.fromEntries([...alike].map(([name, calls]) => [name, calls.length]));
};

/** What a change took at once, and what the looks took that come when reads are sure to show it. */
export type WireLooks = { readonly first: WireCalls; readonly later: WireCalls };

/** A world whose worker reaches Alibaba Cloud by its own provider, over HTTP. */
type WireWorld = { readonly world: MeasuredWorld; readonly takeCalls: () => WireCalls };

const openWireWorld = async (): Promise<WireWorld> => {
  const names: string[] = [];
  const world = await openMeasuredWorld({}, undefined, async (to) => {
    const wire = await startWire(to.table, to);
    wire.disturb = ({ operation }) => {
      names.push(operation);
      return undefined;
    };
    return { provider: wireProvider(wire, { clock: to.clock }), stop: wire.stop };
  });
  return {
    world,
    takeCalls: () => callsByName(names.splice(0)),
  };
};

/** Lets the worker work until nothing is left to look at again. */
const looksOf = async ({ world, takeCalls }: WireWorld): Promise<WireLooks> => {
  takeCalls();
  await world.settle();
  const first = takeCalls();
  while (world.passTime() > 0) await world.settle();
  return { first, later: takeCalls() };
};

/** An instance with a tag, and disks. */
type Scene = WireWorld & { readonly instance: Arn; readonly pairs: readonly Pair[] };

/**
 * An instance with so many disks and no other, settled. Another one with a disk of its own was tagged before,
 * so that the provider knows already which types the Tag API takes.
 */
const openScene = async (wired: WireWorld, count: number, isAttached: boolean): Promise<Scene> => {
  const { world } = wired;
  const named = (type: ResourceType, id: string): Arn =>
    formatArn({ type, id, region: 'cn-hangzhou', accountId: world.accountId });
  const instance = named('Ecs-Instance', 'i-1');
  const before = named('Ecs-Instance', 'i-before');
  const disks = Array.from({ length: count }, (_, index) => named('Ecs-Disk', `d-${index}`));
  const parents = isAttached ? [instance] : [];
  await world.enable(diskRule);
  await world.seed([
    ...[instance, before].map((arn) => ({ arn })),
    { arn: named('Ecs-Disk', 'd-before'), parents: [before] },
    ...disks.map((arn) => ({ arn, parents })),
  ]);
  await tagPrimary(world, before, 'shanghai');
  await tagPrimary(world, instance, 'shanghai');
  await looksOf(wired);
  return { ...wired, instance, pairs: disks.map((disk) => ({ instance, disk })) };
};

const story =
  (isAttached: boolean, change: (scene: Scene) => Promise<unknown>) =>
  async (disks: number): Promise<WireLooks> => {
    const wired = await openWireWorld();
    try {
      await change(await openScene(wired, disks, isAttached));
      return await looksOf(wired);
    } finally {
      await wired.world.stop();
    }
  };

/** What is measured over the wire, each with so many disks of one instance. */
export const wireStories = {
  attach: story(false, ({ world, pairs }) => attachEach(world, pairs)),
  detach: story(true, ({ world, pairs }) => detachEach(world, pairs)),
  'tag change': story(true, ({ world, instance }) => tagPrimary(world, instance, 'beijing')),
} as const;
