import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, nlbRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
});

const zonesWith = (eip: Arn) => [
  { ZoneId: 'z-1', VSwitchId: 'v-1', AllocationId: idOf(eip) },
  { ZoneId: 'z-2', VSwitchId: 'v-2' },
];

/** An EIP of a balancer, whose rule does not remove on detach, with a tag from it. */
const eipOnBalancer = async () => {
  await world.setRules(setting(nlbRule));
  const eip = await world.make('Vpc-Eip', 'Vpc/AllocateEipAddress');
  const balancer = await world.make('Nlb-Loadbalancer', 'Nlb/CreateLoadBalancer', {
    AddressType: 'Internet',
    LoadBalancerName: 'balancer',
    VpcId: 'vpc-1',
    ZoneMappings: zonesWith(eip),
  });
  await world.tag(balancer, { cost: 'a' });
  await world.worker()(eip);
  const change = (parameters: object) =>
    world.make('Nlb-Loadbalancer', 'Nlb/UpdateLoadBalancerAddressTypeConfig', {
      LoadBalancerId: idOf(balancer),
      ...parameters,
    });
  return {
    eip,
    balancer,
    takeOut: () => change({ AddressType: 'Intranet' }),
    putBack: () => change({ AddressType: 'Internet', ZoneMappings: zonesWith(eip) }),
  };
};

/** A disk that inherited its instance's tags. */
const diskOnInstance = async () => {
  await world.setRules(setting(diskRule));
  const instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const attachment = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', attachment);
  await world.tag(instance, { cost: 'a' });
  await world.worker()(disk);
  return { instance, disk };
};

/** A ledger that lets something happen right before its n-th write. */
const beforeWrite = (n: number, act: () => Promise<unknown>): Ledger => {
  let writes = 0;
  return {
    ...world.ledger,
    replace: async (previous, change) => {
      writes += 1;
      if (writes === n) await act();
      return world.ledger.replace(previous, change);
    },
  };
};

const storyOf = async (arn: Arn) => {
  const range = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  const { items } = await world.history.ofResource(arn, range, { cursor: undefined, limit: 100 });
  return items
    .toReversed()
    .map(({ action, key, reason, cause }) => `${action} ${key} (${reason}) on ${cause.eventId}`);
};

const causedBy = (eventId: string) => ({
  cause: { eventId, eventName: 'Test', eventTime: '2026-03-01T08:00:00.000Z', principal: 'alice' },
});

describe('an entry that ends', () => {
  it('stays when its association is back before the write that marks it', async () => {
    const { eip, balancer, takeOut, putBack } = await eipOnBalancer();
    await takeOut();
    const ledger = beforeWrite(1, async () => {
      await putBack();
      expect(await world.worker()(eip)).toMatchObject({ kind: 'converged' });
    });

    await world.worker({ ledger })(eip);
    const entries = await world.entriesOf(eip);
    await world.untag(balancer, 'cost');
    await world.worker()(eip);

    expect(entries).toMatchObject([{ key: 'cost', state: 'confirmed' }]);
    expect(await world.tagsOf(eip)).toEqual({});
    expect((await storyOf(eip)).some((line) => line.startsWith('closed'))).toBe(false);
  });

  it('makes whoever comes after the mark wait until it is gone', async () => {
    const { eip, takeOut, putBack } = await eipOnBalancer();
    await takeOut();
    const ledger = beforeWrite(2, async () => {
      await putBack();
      await expect(world.worker()(eip)).rejects.toMatchObject({ code: 'StillChanging' });
    });

    await world.worker({ ledger })(eip);
    const after = await world.worker()(eip);

    // Between the two, nothing held the tag: it is a user's own, as after any detach.
    expect(after).toMatchObject({ kind: 'converged' });
    expect(await world.entriesOf(eip)).toEqual([]);
  });

  it('stays when the worker died before it was gone and its association is back', async () => {
    const { eip, takeOut, putBack } = await eipOnBalancer();
    await takeOut();
    const ledger = beforeWrite(2, () => Promise.reject(new Error('the worker died')));
    await expect(world.worker({ ledger })(eip)).rejects.toThrow('died');
    await putBack();
    world.wait(46);

    await world.worker()(eip);

    expect(await world.entriesOf(eip)).toMatchObject([{ key: 'cost', state: 'confirmed' }]);
    expect((await world.ledger.read(eip)).intent).toBeNull();
  });

  it('is told once, on the event that ended it, when the worker died before it was gone', async () => {
    const { eip, takeOut } = await eipOnBalancer();
    await takeOut();
    for (const n of [1, 2]) {
      const ledger = beforeWrite(2, () => Promise.reject(new Error('the worker died')));
      await expect(world.worker({ ledger })(eip, causedBy(`e-${n}`))).rejects.toThrow('died');
      world.wait(46);
    }

    await world.worker()(eip, causedBy('e-3'));

    expect(await world.entriesOf(eip)).toEqual([]);
    expect((await storyOf(eip)).slice(1)).toEqual(['closed cost (stays after detach) on e-1']);
  });

  it('stays when the cloud hides its resource for a moment', async () => {
    const { disk } = await diskOnInstance();
    let isHidden = true;
    const describe: CloudProvider['describe'] = async (arns, call) => {
      const seen = new Map(await world.cloud.describe(arns, call));
      if (isHidden) seen.set(disk, { kind: 'gone' });
      isHidden = false;
      return seen;
    };

    await world.worker({ cloud: { ...world.cloud, describe } })(disk);

    expect(await world.entriesOf(disk)).toMatchObject([{ key: 'cost', state: 'confirmed' }]);
  });
});

it('tells a refusal once, on the event that led to it, when the worker died before it was on record', async () => {
  const { instance, disk } = await diskOnInstance();
  await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
  await world.tag(disk, { team: 'mine' });
  await world.tag(instance, { team: 'blue' });
  const ledger = beforeWrite(2, () => Promise.reject(new Error('the worker died')));
  await expect(world.worker({ ledger })(disk, causedBy('e-1'))).rejects.toThrow('died');
  world.wait(46);

  await world.worker()(disk, causedBy('e-2'));

  expect((await storyOf(disk)).slice(1)).toEqual(['refused team (policy keep) on e-1']);
  expect((await world.ledger.read(disk)).refusals.size).toBe(1);
});

it('gives the record back when the inputs never come to rest', async () => {
  const { instance, disk } = await diskOnInstance();
  let value = 0;
  const change = async () => {
    value += 1;
    await world.tag(instance, { cost: `${value}` });
  };
  const write: CloudProvider['write'] = async (writes, call) => {
    const results = await world.cloud.write(writes, call);
    await change();
    return results;
  };
  await change();
  const restless = world.worker({ cloud: { ...world.cloud, write } });
  await expect(restless(disk)).rejects.toMatchObject({ code: 'StillChanging' });

  const outcome = await world.worker()(disk);

  expect(outcome).toMatchObject({ kind: 'changed', conflicts: 0 });
  expect(await world.tagsOf(disk)).toEqual({ cost: `${value}` });
});

describe('a rule that is turned off between the tag call and "verify"', () => {
  const offAfterTheCall = (): CloudProvider => ({
    ...world.cloud,
    write: async (writes, call) => {
      const results = await world.cloud.write(writes, call);
      await world.setRules(setting(diskRule, { status: 'Disable' }));
      return results;
    },
  });

  it('leaves no intent behind, and the history is told what was set', async () => {
    const { instance, disk } = await diskOnInstance();
    await world.tag(instance, { cost: 'b' });

    await world.worker({ cloud: offAfterTheCall() })(disk, causedBy('e-2'));
    const { intent, entries } = await world.ledger.read(disk);

    expect(intent).toBeNull();
    expect([...entries.values()]).toMatchObject([
      { key: 'cost', value: 'b', state: 'confirmed', previous: null },
    ]);
    expect(await storyOf(disk)).toContain('set cost (follows) on e-2');
  });
});
