import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { allSeenIn } from '../../src/clouds/sights.ts';
import { keysOf } from '../../src/clouds/tag-calls.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { sightsOf } from '../clouds/ask.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { clusterEipRule, diskRule, eipRule, setting } from './fixtures.ts';
import { gate, idOf, openWorld, type ReconcileWorld } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
});

const attach = () =>
  world.make('Ecs-Disk', 'Ecs/AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
const detach = () =>
  world.make('Ecs-Disk', 'Ecs/DetachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });

/** Counts the calls that change something. */
const watchCloud = (cloud: CloudProvider) => {
  const calls: string[] = [];
  const watched = overTagCalls(cloud, ({ change }, next) => {
    calls.push(`${change.kind} ${keysOf(change).toSorted()}`);
    return next();
  });
  return { watched, calls };
};

const watchLedger = (ledger: Ledger) => {
  const calls: string[] = [];
  const watched: Ledger = {
    ...ledger,
    read: async (arn) => {
      calls.push('read');
      return ledger.read(arn);
    },
    replace: async (previous, change) => {
      calls.push(change.intent === null ? 'confirm' : 'intend');
      return ledger.replace(previous, change);
    },
  };
  return { watched, calls };
};

describe('a reconcile', () => {
  it('inherits, notes what it displaced, and gives the record back', async () => {
    await world.tag(instance, { cost: 'shanghai', team: 'blue' });
    await world.tag(disk, { cost: 'hangzhou', own: 'kept' });
    await attach();

    const outcome = await world.worker()(disk);

    expect(outcome).toMatchObject({ kind: 'changed', set: 2, removed: 0, refusals: [] });
    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai', team: 'blue', own: 'kept' });
    expect(await world.entriesOf(disk)).toMatchObject([
      {
        key: 'cost',
        value: 'shanghai',
        primary: instance,
        displaced: 'hangzhou',
        state: 'confirmed',
      },
      { key: 'team', value: 'blue', displaced: null, state: 'confirmed' },
    ]);
    expect((await world.ledger.read(disk)).intent).toBeNull();
  });

  it('writes nothing, anywhere, the second time', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    await world.worker()(disk);
    const { watched: cloud, calls: cloudCalls } = watchCloud(world.cloud);
    const { watched: ledger, calls: ledgerCalls } = watchLedger(world.ledger);

    const outcome = await world.worker({ cloud, ledger })(disk);

    expect(outcome.kind).toBe('converged');
    expect(cloudCalls).toEqual([]);
    expect(ledgerCalls).toEqual(['read']);
  });

  it('needs one ledger read, two ledger writes and one tag call for one attach', async () => {
    await world.tag(instance, { cost: 'shanghai', team: 'blue' });
    await attach();
    const { watched: cloud, calls: cloudCalls } = watchCloud(world.cloud);
    const { watched: ledger, calls: ledgerCalls } = watchLedger(world.ledger);

    await world.worker({ cloud, ledger })(disk);

    expect(cloudCalls).toEqual(['set cost,team']);
    expect(ledgerCalls).toEqual(['read', 'intend', 'confirm']);
  });

  it('removes what is ours after a detach, and nothing else', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await world.tag(disk, { own: 'kept' });
    await attach();
    await world.worker()(disk);
    await detach();

    const outcome = await world.worker()(disk);

    expect(outcome).toMatchObject({ kind: 'changed', removed: 1 });
    expect(await world.tagsOf(disk)).toEqual({ own: 'kept' });
    expect(await world.entriesOf(disk)).toEqual([]);
  });

  it('puts the displaced value back when the rule says so', async () => {
    await world.setRules(setting(diskRule, { restoreDisplaced: true }));
    await world.tag(instance, { cost: 'shanghai' });
    await world.tag(disk, { cost: 'hangzhou' });
    await attach();
    await world.worker()(disk);
    await detach();

    await world.worker()(disk);

    expect(await world.tagsOf(disk)).toEqual({ cost: 'hangzhou' });
    expect(await world.entriesOf(disk)).toEqual([]);
  });

  it("puts the user's value back although two rules wrote over it, one while the other was off", async () => {
    const rules = (status: 'Enable' | 'Disable', generation: number) =>
      world.setRules(
        setting(eipRule, { status, generation, restoreDisplaced: true }),
        setting(clusterEipRule, { restoreDisplaced: true }),
      );
    const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
    const eip =
      (await world.cloud.heirs(cluster, 'Vpc-Eip', undefined, patientCall)).items[0] ?? disk;
    const association = { AllocationId: idOf(eip), InstanceId: idOf(instance) };
    await world.tag(eip, { cost: 'users-own' });
    await world.tag(instance, { cost: 'of-instance' });
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', association);
    await rules('Enable', 1);
    await world.worker()(eip);
    await rules('Disable', 2);
    await world.tag(cluster, { cost: 'of-cluster' });
    await world.worker()(eip);
    expect(await world.tagsOf(eip)).toEqual({ cost: 'of-cluster' });

    await rules('Enable', 2);
    await world.make('Vpc-Eip', 'Vpc/UnassociateEipAddress', association);
    await world.untag(cluster, 'cost');
    await world.worker()(eip);

    expect(await world.tagsOf(eip)).toEqual({ cost: 'users-own' });
  });

  it('refuses what does not fit, writes the rest, and says so', async () => {
    const own = Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`own-${index}`, 'x']));
    const more = Object.fromEntries(
      Array.from({ length: 9 }, (_, index) => [`more-${index}`, 'x']),
    );
    await world.tag(disk, own);
    await world.tag(disk, more);
    await world.tag(instance, { a: '1', b: '2' });
    await attach();

    const outcome = await world.worker()(disk);

    expect(outcome).toMatchObject({ set: 1, refusals: [{ key: 'b', reason: 'tag quota' }] });
    expect(Object.keys(await world.tagsOf(disk))).toHaveLength(20);
  });

  it('leaves aside what a resource hangs on that no rule knows the type of', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    const virtualIp: Arn = 'arn:acs:vpc:cn-hangzhou:1000000000000001:havip/havip-1';
    const described: (readonly Arn[])[] = [];
    const describe: CloudProvider['describe'] = async (arns, call) => {
      described.push(arns);
      const found = allSeenIn(await world.cloud.describe(arns, call), arns);
      return sightsOf(
        arns,
        [...found.values()].map((each) => ({ ...each, parents: [virtualIp, ...each.parents] })),
      );
    };

    const outcome = await world.worker({ cloud: { ...world.cloud, describe } })(disk);

    expect(outcome).toMatchObject({ kind: 'changed', conflicts: 0 });
    expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    expect(described.flat()).not.toContain(virtualIp);
  });

  it('touches nothing while the feature is off', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    await world.setFeature('Disable');

    const outcome = await world.worker()(disk);

    expect(outcome.kind).toBe('inactive');
    expect(await world.tagsOf(disk)).toEqual({});
  });

  it('touches nothing in a region that is not handled', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();

    const outcome = await world.worker({
      regions: new Map([['alibaba', new Set(['cn-beijing'])]]),
    })(disk);

    expect(outcome.kind).toBe('inactive');
    expect(await world.tagsOf(disk)).toEqual({});
  });

  it('takes the value of the holder before that of the cluster, and the cluster takes over after', async () => {
    await world.setRules(setting(eipRule), setting(clusterEipRule));
    const made = await world.make('Cs-Cluster', 'Cs/CreateCluster');
    const eip = (await world.cloud.heirs(made, 'Vpc-Eip', undefined, patientCall)).items[0] ?? disk;
    await world.tag(made, { cost: 'cluster' });
    await world.tag(instance, { cost: 'holder' });
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', {
      AllocationId: idOf(eip),
      InstanceId: idOf(instance),
    });

    await world.worker()(eip);
    const held = await world.tagsOf(eip);
    await world.make('Vpc-Eip', 'Vpc/UnassociateEipAddress', { AllocationId: idOf(eip) });
    await world.worker()(eip);

    expect(held).toEqual({ cost: 'holder' });
    expect(await world.tagsOf(eip)).toEqual({ cost: 'cluster' });
    expect(await world.entriesOf(eip)).toMatchObject([{ primary: made, rule: clusterEipRule }]);
  });
});

describe('a resource that is not found', () => {
  const gone: Arn = 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-none';

  it('is looked for again while its event is young and the cloud may not show it yet', async () => {
    const cloud = { ...world.cloud, readLagSeconds: 600 };

    await expect(world.worker({ cloud })(gone)).rejects.toThrow(RetryableError);
  });

  it.each([
    ['the event deleted it', { isGone: true }, 0],
    ['no further delivery follows', { isLastAttempt: true }, 0],
    ['the event is old', {}, 601],
  ])('is gone for good when %s', async (_, request, ageSeconds) => {
    const cloud = { ...world.cloud, readLagSeconds: 600 };
    const eventTime = new Date(world.now() - ageSeconds * 1000).toISOString();
    const cause = { eventId: 'e', eventName: 'Test', principal: 'operator', eventTime };

    const outcome = await world.worker({ cloud })(gone, { ...request, cause });

    expect(outcome.kind).toBe('gone');
  });

  it('is gone for good where reads are strong, even when the event comes from a clock that is ahead', async () => {
    const eventTime = new Date(world.now() + 5000).toISOString();
    const cause = { eventId: 'e', eventName: 'Test', principal: 'operator', eventTime };

    const outcome = await world.worker()(gone, { cause });

    expect(outcome.kind).toBe('gone');
  });
});

describe('two workers at one resource', () => {
  /** A cloud whose tag calls wait at a gate before they are sent. */
  const stalling = () => {
    const arrived = gate();
    const released = gate();
    const cloud = overTagCalls(world.cloud, async (_, next) => {
      arrived.open();
      await released.opened;
      return next();
    });
    return { cloud, arrived, released };
  };

  it('goes round again when what it read changed while it wrote', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    const { cloud, arrived, released } = stalling();
    const slow = world.worker({ cloud })(disk);
    await arrived.opened;
    await world.tag(instance, { cost: 'beijing' });
    released.open();

    const outcome = await slow;

    expect(outcome.kind).toBe('changed');
    expect(await world.tagsOf(disk)).toEqual({ cost: 'beijing' });
  });

  it("keeps a user's own tag when the association ended before the parent got the key", async () => {
    await world.tag(disk, { owner: 'own' });
    await attach();
    let isFirst = true;
    const cloud: CloudProvider = {
      ...world.cloud,
      describe: async (arns, call) => {
        if (isFirst && arns.includes(instance)) {
          isFirst = false;
          await detach();
          await world.tag(instance, { owner: 'late' });
        }
        return world.cloud.describe(arns, call);
      },
    };

    await world.worker({ cloud })(disk);

    expect(await world.tagsOf(disk)).toEqual({ owner: 'own' });
  });

  it('goes round again when the resource was given a further parent while it wrote', async () => {
    await world.setRules(setting(eipRule), setting(clusterEipRule));
    const made = await world.make('Cs-Cluster', 'Cs/CreateCluster');
    const eip = (await world.cloud.heirs(made, 'Vpc-Eip', undefined, patientCall)).items[0] ?? disk;
    await world.tag(made, { cost: 'cluster' });
    await world.tag(instance, { cost: 'holder' });
    const { cloud, arrived, released } = stalling();
    const slow = world.worker({ cloud })(eip);
    await arrived.opened;
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', {
      AllocationId: idOf(eip),
      InstanceId: idOf(instance),
    });
    released.open();

    await slow;

    expect(await world.tagsOf(eip)).toEqual({ cost: 'holder' });
  });

  it('does not close an entry whose tag call may still arrive', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    const { cloud, arrived, released } = stalling();
    const crash = new Error('the worker died');
    const ledger: Ledger = {
      ...world.ledger,
      replace: async (previous, change) => {
        if (change.intent === null) throw crash;
        return world.ledger.replace(previous, change);
      },
    };
    const dying = world.worker({ cloud, ledger })(disk);
    await arrived.opened;
    await detach();

    await expect(world.worker()(disk)).rejects.toThrow(RetryableError);
    released.open();
    await expect(dying).rejects.toThrow(crash);
    world.wait(46);
    await world.worker()(disk);

    expect(await world.tagsOf(disk)).toEqual({});
    expect(await world.entriesOf(disk)).toEqual([]);
  });

  it('sends no tag call when its intent is about to expire', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    const ledger: Ledger = {
      ...world.ledger,
      replace: async (previous, change) => {
        const stored = await world.ledger.replace(previous, change);
        if (change.intent !== null) world.wait(28);
        return stored;
      },
    };

    await expect(world.worker({ ledger })(disk)).rejects.toThrow(/too late/);
    expect(await world.tagsOf(disk)).toEqual({});
  });

  it('observes again when the record was written between its look and its plan', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    let isFirst = true;
    const ledger: Ledger = {
      ...world.ledger,
      read: async (arn) => {
        const record = await world.ledger.read(arn);
        if (isFirst) {
          isFirst = false;
          await world.worker()(disk);
        }
        return record;
      },
    };

    const outcome = await world.worker({ ledger })(disk);

    expect(outcome.kind).toBe('converged');
    expect(await world.entriesOf(disk)).toMatchObject([{ displaced: null, state: 'confirmed' }]);
  });
});

describe('a tag call that fails', () => {
  const failing = (error: Error): CloudProvider =>
    overTagCalls(world.cloud, async () => {
      throw error;
    });

  it.each([
    ['throttled', RetryableError],
    ['refused', TerminalError],
  ])(
    'gives the record back when it was %s, so that the next worker need not wait',
    async (_, kind) => {
      await world.tag(instance, { cost: 'shanghai' });
      await attach();
      const error = new kind({ code: 'Test', message: 'the cloud says no' });

      await expect(world.worker({ cloud: failing(error) })(disk)).rejects.toThrow(error);
      const record = await world.ledger.read(disk);
      await world.worker()(disk);

      expect(record.intent).toBeNull();
      expect(record.entries).toEqual(new Map());
      expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
    },
  );

  it('holds the record when the call may still have happened', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await attach();
    const error = new RetryableError({
      code: 'Timeout',
      message: 'no answer',
      details: { mayHaveHappened: true },
    });

    await expect(world.worker({ cloud: failing(error) })(disk)).rejects.toThrow(error);

    expect((await world.ledger.read(disk)).intent).not.toBeNull();
    await expect(world.worker()(disk)).rejects.toThrow(RetryableError);
  });
});
