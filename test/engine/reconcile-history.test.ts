import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { createDynamoDbHistory } from '../../src/history/dynamodb-history.ts';
import type { History, HistoryEntry } from '../../src/history/history.ts';
import { createDynamoDbLedger } from '../../src/ledger/dynamodb-ledger.ts';
import { RetryableError } from '../../src/model/errors.ts';
import type { Table } from '../../src/storage/table.ts';
import { overTagCalls } from '../clouds/over-tag-calls.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { clusterEipRule, diskRule, eipRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld, type WorldChanges } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let stateTable: Table;
let instance: Arn;
let disk: Arn;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

const openFreshWorld = async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  stateTable = state.table;
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
};

beforeEach(openFreshWorld);

const hangOn = (action: 'AttachDisk' | 'DetachDisk') =>
  world.make('Ecs-Disk', `Ecs/${action}`, { InstanceId: idOf(instance), DiskId: idOf(disk) });

const entriesOf = async (arn: Arn): Promise<readonly HistoryEntry[]> => {
  const range = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  const { items } = await world.history.ofResource(arn, range, { cursor: undefined, limit: 100 });
  return items.toReversed();
};

/** The history in short, oldest first: `set cost: null → shanghai (inherited)`. */
const storyOf = async (arn: Arn): Promise<readonly string[]> =>
  (await entriesOf(arn)).map(
    ({ action, key, previous, value, reason }) =>
      `${action} ${key}: ${previous} → ${value} (${reason})`,
  );

describe('the history of a resource', () => {
  it('tells what was set, by which rule, from where, when, and on which event', async () => {
    await world.tag(instance, { cost: 'shanghai' });
    await world.tag(disk, { cost: 'mine' });
    await hangOn('AttachDisk');
    const cause = {
      eventId: 'e-7',
      eventName: 'AttachDisk',
      eventTime: '2026-03-01T07:59:58.000Z',
      principal: 'alice',
    };

    await world.worker()(disk, { cause });

    expect(await entriesOf(disk)).toEqual([
      {
        resource: disk,
        key: 'cost',
        action: 'set',
        value: 'shanghai',
        previous: 'mine',
        rule: diskRule,
        primary: instance,
        reason: 'overwrites',
        time: '2026-03-01T08:00:00.000Z',
        cause,
      },
    ]);
  });

  it('tells the whole life of an inherited tag', async () => {
    await world.setRules(setting(diskRule, { restoreDisplaced: true }));
    await world.tag(instance, { cost: '1', team: 'blue' });
    await world.tag(disk, { cost: 'mine' });
    await hangOn('AttachDisk');
    await world.worker()(disk);
    world.wait(1);
    await world.tag(instance, { cost: '2' });
    await world.worker()(disk);
    world.wait(1);
    await world.untag(disk, 'cost');
    await world.worker()(disk);
    world.wait(1);
    await hangOn('DetachDisk');
    await world.worker()(disk);

    expect((await storyOf(disk)).toSorted()).toEqual(
      [
        'set cost: mine → 1 (overwrites)',
        'set team: null → blue (inherited)',
        'set cost: 1 → 2 (follows)',
        'set cost: null → 2 (repairs)',
        'restored cost: 2 → mine (association ended)',
        'removed team: blue → null (association ended)',
      ].toSorted(),
    );
  });

  it('tells a refusal once, and again when it is another one', async () => {
    await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
    await world.tag(instance, { cost: '1' });
    await world.tag(disk, { cost: 'mine' });
    await hangOn('AttachDisk');

    const outcomes = [await world.worker()(disk), await world.worker()(disk)];
    world.wait(1);
    await world.tag(instance, { cost: '2' });
    await world.worker()(disk);

    expect(outcomes.map(({ kind }) => kind)).toEqual(['changed', 'converged']);
    expect(await storyOf(disk)).toEqual([
      'refused cost: mine → 1 (policy keep)',
      'refused cost: mine → 2 (policy keep)',
    ]);
  });

  it('does not tell a refusal again when something else changes', async () => {
    await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
    await world.tag(instance, { cost: '1' });
    await world.tag(disk, { cost: 'mine' });
    await hangOn('AttachDisk');
    await world.worker()(disk);
    world.wait(1);
    await world.tag(instance, { team: 'blue' });

    await world.worker()(disk);

    expect(await storyOf(disk)).toEqual([
      'refused cost: mine → 1 (policy keep)',
      'set team: null → blue (inherited)',
    ]);
  });

  it('tells a refusal anew that was over meanwhile', async () => {
    await world.setRules(setting(diskRule, { conflictPolicy: 'keep' }));
    await world.tag(instance, { cost: '1' });
    await world.tag(disk, { cost: 'mine' });
    await hangOn('AttachDisk');
    await world.worker()(disk);
    await world.untag(instance, 'cost');
    await world.worker()(disk);
    await world.tag(instance, { cost: '1' });
    world.wait(1);

    await world.worker()(disk);

    expect(await storyOf(disk)).toHaveLength(2);
  });

  it('tells that a tag was handed over, another source took over, and a resource went', async () => {
    await world.setRules(setting(eipRule), setting(clusterEipRule, { conflictPolicy: 'keep' }));
    const cluster = await world.make('Cs-Cluster', 'Cs/CreateCluster');
    const eip =
      (await world.cloud.heirs(cluster, 'Vpc-Eip', undefined, patientCall)).items[0] ?? disk;
    await world.tag(cluster, { cost: 'same', team: 'blue' });
    await world.tag(instance, { cost: 'same' });
    await world.make('Vpc-Eip', 'Vpc/AssociateEipAddress', {
      AllocationId: idOf(eip),
      InstanceId: idOf(instance),
    });
    await world.worker()(eip);
    world.wait(1);
    await world.make('Vpc-Eip', 'Vpc/UnassociateEipAddress', { AllocationId: idOf(eip) });
    await world.tag(eip, { team: 'red' });
    await world.worker()(eip);
    world.wait(1);
    await world.make('Vpc-Eip', 'Vpc/ReleaseEipAddress', { AllocationId: idOf(eip) });
    await world.worker()(eip, { isGone: true });

    expect((await storyOf(eip)).toSorted()).toEqual(
      [
        'set cost: null → same (inherited)',
        'set team: null → blue (inherited)',
        'adopted cost: same → same (in place)',
        'handed over team: red → blue (policy keep)',
        'closed cost: null → null (resource gone)',
      ].toSorted(),
    );
  });
});

it('costs one ledger read, two conditional writes and one batch of history; nothing when all is right', async () => {
  await world.tag(instance, { cost: '1' });
  await hangOn('AttachDisk');
  await world.worker()(disk);
  const calls: string[] = [];
  const count = <T>(call: string, work: Promise<T>): Promise<T> => {
    calls.push(call);
    return work;
  };
  const table: Table = {
    ...stateTable,
    get: (key) => count('get', stateTable.get(key)),
    put: (item, expectation) => count(`put ${expectation.kind}`, stateTable.put(item, expectation)),
    putMany: (items) => count(`putMany ${items.length}`, stateTable.putMany(items)),
  };
  const worker = world.worker({
    ledger: createDynamoDbLedger({ table, clock: world.now }),
    history: createDynamoDbHistory({ table, clock: world.now, keepDays: 90 }),
  });
  await world.tag(instance, { cost: '2', team: 'blue' });

  await worker(disk);
  const changed = calls.splice(0);
  await worker(disk);

  expect(changed).toEqual(['get', 'put version', 'putMany 3', 'put version']);
  expect(calls).toEqual(['get']);
});

/** Ports whose process dies at the n-th call that changes something: before it takes effect, or after. */
const dyingAt = (n: number, death: 'before' | 'after') => {
  let calls = 0;
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    calls += 1;
    if (calls > n || (calls === n && death === 'before')) throw new Error('the worker died');
    const answer = await work();
    if (calls === n) throw new Error('the worker died');
    return answer;
  };
  const { cloud, ledger, history } = world;
  const ports: WorldChanges = {
    cloud: overTagCalls(cloud, (_, next) => step(next)),
    ledger: { ...ledger, replace: (previous, next) => step(() => ledger.replace(previous, next)) },
    history: { record: (resource, changes) => step(() => history.record(resource, changes)) },
  };
  return { ports, hasDied: () => calls >= n };
};

describe('a worker that dies', () => {
  const prepare = async () => {
    await openFreshWorld();
    await world.tag(instance, { a: '1', b: '1', c: '1' });
    await world.tag(disk, { c: 'mine' });
    await hangOn('AttachDisk');
    await world.worker()(disk);
    world.wait(60);
    await world.tag(instance, { a: '2', d: '2' });
    await world.untag(instance, 'b');
  };

  it.each(['before', 'after'] as const)(
    'leaves the same tags and the same history, killed %s any of its calls',
    async (death) => {
      await prepare();
      await world.worker()(disk);
      const [tags, story] = [await world.tagsOf(disk), (await storyOf(disk)).toSorted()];
      let killed = 0;

      for (let n = 1; ; n += 1) {
        await prepare();
        const { ports, hasDied } = dyingAt(n, death);
        await world
          .worker(ports)(disk)
          .catch(() => {});
        if (!hasDied()) break;
        killed += 1;
        world.wait(46);
        await world.worker()(disk);

        expect(await world.tagsOf(disk)).toEqual(tags);
        expect((await storyOf(disk)).toSorted(), `killed at call ${n}`).toEqual(story);
        expect((await world.worker()(disk)).kind).toBe('converged');
      }

      expect(story).toHaveLength(6);
      expect(killed).toBe(5);
    },
  );

  it('is told under its own event and time by the one that takes over', async () => {
    await world.tag(instance, { a: '1' });
    await hangOn('AttachDisk');
    const { ports } = dyingAt(3, 'before');
    const cause = {
      eventId: 'e-first',
      eventName: 'AttachDisk',
      eventTime: '2026-03-01T08:00:00.000Z',
      principal: 'alice',
    };
    await world
      .worker(ports)(disk, { cause })
      .catch(() => {});
    world.wait(46);

    await world.worker()(disk);

    expect(await entriesOf(disk)).toMatchObject([{ time: '2026-03-01T08:00:00.000Z', cause }]);
    expect(await world.entriesOf(disk)).toMatchObject([{ cause, state: 'confirmed' }]);
  });
});

it('fails when the history cannot be kept, and tells it the next time', async () => {
  await world.tag(instance, { cost: 'shanghai' });
  await hangOn('AttachDisk');
  const error = new RetryableError({ code: 'Test', message: 'the table is throttled' });
  const history: Pick<History, 'record'> = {
    record: async () => {
      throw error;
    },
  };

  await expect(world.worker({ history })(disk)).rejects.toThrow(error);
  await world.worker()(disk);

  expect(await world.tagsOf(disk)).toEqual({ cost: 'shanghai' });
  expect(await storyOf(disk)).toEqual(['set cost: null → shanghai (inherited)']);
});
