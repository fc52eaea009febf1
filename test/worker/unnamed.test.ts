import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import type { Reading } from '../../src/clouds/reading.ts';
import { isoTime } from '../../src/model/clock.ts';
import { writeMessage } from '../../src/queue/parse-message.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openWorker, type TestWorker } from './worker-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;
let other: Arn;
/** Disks that hang on nothing, as a cloud lists them. */
let free: Arn[];
/** What the cloud was asked. */
let asked: string[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, cloud.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
  await world.tag(instance, { cost: 'blue' });
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  other = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', {
    InstanceId: idOf(instance),
    DiskId: idOf(disk),
  });
  await world.worker()(disk);
  free = [disk, other];
  asked = [];
});

const cause = (eventName: string) => ({
  eventId: 'e-1',
  eventName,
  eventTime: isoTime(world.now()),
  principal: 'alice',
});

const [accountId, region] = ['1000000000000001', 'cn-hangzhou'];
const unnamed = [{ type: 'Ecs-Disk', accountId, region }] as const;

/** A worker whose events are readings. */
const openReading = (reading: () => Reading, changes: Partial<CloudProvider> = {}): TestWorker =>
  openWorker(
    world,
    {
      cloud: {
        ...world.cloud,
        describe: async (arns, call) => {
          asked.push(`describe ${arns.length}`);
          return world.cloud.describe(arns, call);
        },
        detached: async (_, type) => {
          asked.push(`detached ${type}`);
          return { items: free, next: undefined };
        },
        ...changes,
      },
    },
    { readEvent: reading },
  );

const detaching = (): Reading => ({
  kind: 'touched',
  resources: [],
  unnamed,
  cause: cause('DetachDisk'),
});

describe('an event that names an association that ended, and not its resource', () => {
  beforeEach(async () => {
    await world.make('Ecs-Disk', 'Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(disk),
    });
  });

  it('releases the one that inherited, and looks at no other', async () => {
    const worker = openReading(detaching);

    await worker.deliver(['{}']);

    expect(await world.tagsOf(disk)).toEqual({});
    expect(asked.filter((each) => each.startsWith('detached'))).toEqual(['detached Ecs-Disk']);
    expect(worker.dead).toEqual([]);
  });

  it('is looked at once more where reads lag, and found then', async () => {
    const worker = openReading(detaching, { readLagSeconds: 5 });
    free = [other];

    await worker.deliver(['{}']);
    const early = await world.tagsOf(disk);
    free = [disk, other];
    world.wait(7);
    const again = worker.sent.splice(0);
    await worker.deliver(again.map(writeMessage));

    expect(early).toEqual({ cost: 'blue' });
    expect(again).toMatchObject([{ kind: 'touched', resources: [], unnamed }]);
    expect(await world.tagsOf(disk)).toEqual({});
  });

  it('asks the cloud nothing where no rule is on', async () => {
    await world.setRules(setting(diskRule, { status: 'Disable' }));

    await openReading(detaching).deliver(['{}']);

    expect(asked).toEqual([]);
  });
});

describe('an event that tells tags and nobody who changed them', () => {
  const tagging =
    (changedKeys: readonly string[], tags: Readonly<Record<string, string>>) => (): Reading => ({
      kind: 'touched',
      resources: [{ arn: disk, isGone: false }],
      tagsTold: { changedKeys, tags: new Map(Object.entries(tags)) },
      cause: { ...cause('Tag Change on Resource'), principal: 'unknown' },
    });

  it('is no news when we wrote them ourselves: one read of the ledger, and nothing of the cloud', async () => {
    await world.tag(instance, { cost: 'red' });
    await world.worker({ cloud: { ...world.cloud, readLagSeconds: 5 } })(disk);
    const worker = openReading(tagging(['cost'], { cost: 'red' }), { readLagSeconds: 5 });

    await worker.deliver(['{}']);

    expect(asked).toEqual([]);
    expect(worker.sent).toEqual([]);
    expect(worker.logged.map(({ fields }) => JSON.stringify(fields)).join()).toContain(
      'what this service itself wrote',
    );
  });

  it('is looked at when somebody else may have', async () => {
    await world.tag(disk, { cost: 'green' });
    const worker = openReading(tagging(['cost'], { cost: 'green' }));

    await worker.deliver(['{}']);

    expect(asked).not.toEqual([]);
    expect(await world.tagsOf(disk)).toEqual({ cost: 'blue' });
  });
});
