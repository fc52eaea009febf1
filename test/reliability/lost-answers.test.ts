import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDynamoDbAccessKeys } from '../../src/access/dynamodb-access-keys.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { allSeenIn } from '../../src/clouds/sights.ts';
import { openTable } from '../../src/storage/table.ts';
import { memorySecrets } from '../access/memory-secrets.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { createLosingClient, type LosingClient, type Loss } from './losing-client.ts';
import { openVirtualService, type VirtualService } from './virtual-service.ts';

const accountId = '1000000000000001';
const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const snapshotRule = 'rule:CreateSnapshot-TagDisk:Ecs-Disk:Ecs-Snapshot';
const region = { RegionId: 'cn-hangzhou' };

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

/** What happens in a service. @returns what must be so at its end, whatever was lost */
type Story = (service: VirtualService) => Promise<unknown>;

const pathOf = (settingName: string): string => `/v1/rules/${encodeURIComponent(settingName)}`;

/** Facts of an answer without names and times that differ from run to run. */
const known = (answer: unknown): unknown =>
  JSON.parse(
    JSON.stringify(answer, (name, value) =>
      /(At|Id|id|cursor|secret|Secret|requestId|next)$/.test(name) ? undefined : value,
    ),
  );

const make = async (service: VirtualService, action: string, parameters: object = {}) => {
  const { arns } = await service.call(action, { ...region, ...parameters }, accountId);
  const [arn] = arns;
  if (arn === undefined) throw new Error(`${action} made nothing`);
  return arn;
};

const idOf = (arn: Arn): string => parseArn(arn).id;

const tag = (service: VirtualService, arn: Arn, tags: Record<string, string>) =>
  service.call(
    'Tag/TagResources',
    { ...region, ResourceARN: [arn], Tags: JSON.stringify(tags) },
    accountId,
  );

const attachedDisk = async (service: VirtualService) => {
  const instance = await make(service, 'Ecs/CreateInstance');
  await tag(service, instance, { cost: 'a' });
  const disk = await make(service, 'Ecs/CreateDisk');
  const ends = { DiskId: idOf(disk), InstanceId: idOf(instance) };
  await service.call('Ecs/AttachDisk', { ...region, ...ends }, accountId);
  return { instance, disk, ends };
};

/** What is so of some resources, and of all that was done to them. */
const factsOf = async (service: VirtualService, arns: readonly Arn[]) => {
  const found = allSeenIn(await service.provider.describe(arns, patientCall), arns);
  const records = await Promise.all(arns.map((arn) => service.ledger.read(arn)));
  return {
    tags: arns.map((arn) => [...(found.get(arn)?.tags ?? [])]),
    entries: records.map(({ intent, entries }) => ({
      intent,
      entries: [...entries.values()].map(({ key, value, state }) => ({ key, value, state })),
    })),
    rules: known(await service.request('GET', '/v1/rules')),
    jobs: known(await service.request('GET', '/v1/jobs')),
    left: service.queue.size(),
    dead: service.queue.dead.length,
  };
};

const stories: Readonly<Record<string, Story>> = {
  'rules are written, one by one and in batches': async (service) => {
    const answers = [
      await service.request('PUT', '/v1/feature', { status: 'Enable' }),
      await service.request('POST', '/v1/rules', { settingName: diskRule, status: 'Enable' }),
      await service.request('PATCH', pathOf(diskRule), { tagKeys: ['cost'] }),
      await service.request('PUT', pathOf(snapshotRule), { status: 'Enable' }),
      await service.request('POST', '/v1/rules/batch', {
        action: 'disable',
        settingNames: [diskRule, snapshotRule],
      }),
      await service.request('DELETE', pathOf(snapshotRule)),
      await service.request('PUT', '/v1/feature', { status: 'Disable' }),
    ];
    const { entries } = await readAudit(service);
    return known({ answers, entries });
  },

  'a rule is applied to what exists, tags change, a disk is detached': async (service) => {
    await service.request('PUT', '/v1/feature', { status: 'Enable' });
    const { instance, disk, ends } = await attachedDisk(service);
    await service.drain();
    await service.request('PUT', pathOf(diskRule), { status: 'Enable', existingStatus: 'Enable' });
    await service.drain();
    await tag(service, instance, { cost: 'b', team: 'x' });
    await service.drain();
    const before = await factsOf(service, [instance, disk]);
    await service.call('Ecs/DetachDisk', { ...region, ...ends }, accountId);
    await service.drain();
    return { before, after: await factsOf(service, [instance, disk]) };
  },

  'a sweep finds what events did not tell': async (service) => {
    await service.request('PUT', '/v1/feature', { status: 'Enable' });
    await service.request('PUT', pathOf(diskRule), { status: 'Enable' });
    const { instance, disk } = await attachedDisk(service);
    await service.drain();
    service.loseEvents(true);
    await tag(service, instance, { cost: 'b' });
    service.loseEvents(false);
    await service.sweep();
    return factsOf(service, [instance, disk]);
  },

  'access keys are made, rotated and revoked': async (service) => {
    const path = '/v1/access-keys';
    const made = await service.request('POST', path, { rights: 'readOnly' });
    const accessKeyId = String(Reflect.get(Object(made), 'accessKeyId'));
    const rotated = await service.request('POST', `${path}/${accessKeyId}/rotate`, {});
    const revoked = await service.request('DELETE', `${path}/${accessKeyId}`);
    return known({ made, rotated, revoked, list: await service.request('GET', path) });
  },
};

const readAudit = async (service: VirtualService): Promise<{ readonly entries: unknown }> => ({
  entries: await service.request('GET', '/v1/audit'),
});

const play = async (story: Story, { client }: LosingClient): Promise<unknown> => {
  const newTable = async () => openTable(client, (await dynamoDb.createTable()).name);
  const stateTable = await newTable();
  const access = {
    keys: createDynamoDbAccessKeys({ table: stateTable }),
    secrets: memorySecrets(),
  };
  const service = openVirtualService({
    seed: 1,
    stateTable,
    cloudTable: await newTable(),
    access,
    doubledOneIn: 1_000_000,
  });
  return story(service);
};

describe.each(Object.entries(stories))('%s', (_, story) => {
  it.each<Loss>(['one answer', 'every answer'])(
    'ends the same when %s of any conditional write is lost',
    async (loss) => {
      const undisturbed = createLosingClient(dynamoDb.endpoint);
      const expected = await play(story, undisturbed);
      undisturbed.client.destroy();

      for (const [number, write] of undisturbed.writes.entries()) {
        const losing = createLosingClient(dynamoDb.endpoint);
        losing.lose(number, loss);

        const end = await play(story, losing);

        expect(end, `answer of write ${number}, ${write}`).toEqual(expected);
        losing.client.destroy();
      }
      expect(undisturbed.writes.length).toBeGreaterThan(1);
    },
    240_000,
  );
});
