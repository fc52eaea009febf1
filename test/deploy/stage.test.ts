import {
  DeleteTableCommand,
  DynamoDBClient,
  ListTablesCommand,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DisableRuleCommand,
  EnableRuleCommand,
  EventBridgeClient,
  ListRulesCommand,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { heirtag, type Ran } from '../cli/cli-process.ts';
import { emulatedAccount, emulatedRegion } from '../emulators/ministack.ts';
import { sdk, tagClient } from '../tag-api/clients.ts';
import { cdk } from './cdk.ts';
import { type DeployedStage, deployStage } from './deployed-stage.ts';

const stage = 'e2e';
const settings = { production: false, simulator: true, tagApi: true } as const;
const account = '1000000000000001';
const region = 'cn-hangzhou';

let deployed: DeployedStage;
let events: EventBridgeClient;
let sqs: SQSClient;

/** Clients sign with what MiniStack takes for the account. */
const clientOptions = () => ({
  endpoint: deployed.aws.endpoint,
  region: emulatedRegion,
  credentials: { accessKeyId: emulatedAccount, secretAccessKey: 'any' },
});

/** The command line as an operator uses it on a deployed stage: signed. */
const cli = (...args: readonly string[]): Promise<Ran> =>
  heirtag([...args, '--endpoint', deployed.api.endpoint, '--sign', '--region', emulatedRegion], {
    env: { ...deployed.aws.environment, HEIRTAG_ACCOUNT: account },
  });

/** Runs a command that must be fine. @returns what it printed */
const done = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await cli(...args);
  if (code !== 0) throw new Error(`heirtag ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
};

const answer = async <T extends z.ZodMiniType>(
  schema: T,
  ...args: readonly string[]
): Promise<z.infer<T>> => schema.parse(JSON.parse(await done(...args, '--json')));

const resourceSchema = z.object({
  tags: z.array(z.looseObject({ key: z.string(), value: z.string(), origin: z.string() })),
});

const tagsOf = async (arn: string): Promise<Readonly<Record<string, string>>> => {
  const { tags } = await answer(resourceSchema, 'resources', arn);
  return Object.fromEntries(tags.map(({ key, value }) => [key, value]));
};

/** Waits until a resource has these tags, and no others. */
const expectTags = (arn: string, tags: Readonly<Record<string, string>>): Promise<void> =>
  vi.waitFor(async () => expect(await tagsOf(arn)).toEqual(tags), {
    timeout: 60_000,
    interval: 500,
  });

const createdSchema = z.looseObject({ Arns: z.array(z.string()) });

/** Launches an instance with tags. */
const launch = async (
  ...tags: readonly string[]
): Promise<{ readonly instance: string; readonly disk: string }> => {
  const { Arns } = await answer(
    createdSchema,
    ...['simulate', 'Ecs', 'RunInstances', '--RegionId', region],
    ...tags.flatMap((tag, index) => {
      const [key = '', value = ''] = tag.split('=');
      return [`--Tag.${index + 1}.Key`, key, `--Tag.${index + 1}.Value`, value];
    }),
  );
  const arnOf = (type: string) => Arns.find((arn) => arn.includes(`:${type}/`)) ?? '';
  return { instance: arnOf('instance'), disk: arnOf('disk') };
};

const idOf = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1);

const tag = (arn: string, key: string, value: string): Promise<string> =>
  done(
    ...['simulate', 'Ecs', 'TagResources', '--RegionId', region, '--ResourceType', 'instance'],
    ...['--ResourceId.1', idOf(arn), '--Tag.1.Key', key, '--Tag.1.Value', value],
  );

/** Does something whose events are lost on the bus. */
const withoutEvents = async (happen: () => Promise<unknown>): Promise<void> => {
  const { Rules = [] } = await events.send(
    new ListRulesCommand({ EventBusName: deployed.busName }),
  );
  for (const { Name } of Rules) {
    await events.send(new DisableRuleCommand({ Name, EventBusName: deployed.busName }));
  }
  await happen();
  for (const { Name } of Rules) {
    await events.send(new EnableRuleCommand({ Name, EventBusName: deployed.busName }));
  }
};

/** Attaches a disk to an instance with the tag cost=shanghai, and nobody hears of it. */
const attachUnnoticed = async (): Promise<string> => {
  const { instance } = await launch('cost=shanghai');
  const { Arns } = await answer(
    createdSchema,
    ...['simulate', 'Ecs', 'CreateDisk', '--RegionId', region],
  );
  const [disk = ''] = Arns;
  // A look for CreateDisk that came later would see the attachment.
  await done('queue', '--wait');
  const ids = ['--DiskId', idOf(disk), '--InstanceId', idOf(instance)];
  await withoutEvents(() => done('simulate', 'Ecs', 'AttachDisk', '--RegionId', region, ...ids));
  await expectTags(disk, {});
  return disk;
};

/** What the cloud's trail says of an attached disk. */
const attachEvent = (disk: string, eventId: string) => ({
  eventId,
  eventName: 'AttachDisk',
  eventType: 'ApiCall',
  serviceName: 'Ecs',
  eventTime: new Date().toISOString(),
  acsRegion: region,
  recipientAccountId: account,
  requestParameters: { DiskId: idOf(disk) },
});

/** The queue of the stack whose construct has this name. */
const queueNamed = async (name: string): Promise<string> => {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const url = QueueUrls.find((each) => each.includes(`-Queues${name}`));
  if (url === undefined) throw new Error(`no queue ${name} among ${QueueUrls.join(', ')}`);
  return url;
};

beforeAll(async () => {
  deployed = await deployStage(stage, settings);
  events = new EventBridgeClient(clientOptions());
  sqs = new SQSClient(clientOptions());
  await done('feature', 'enable');
  await done('rules', 'enable', 'ecs-instance/ecs-disk', '--keys', 'cost,team');
});
afterAll(() => deployed?.stop());

describe('a stage that was deployed with the CDK', () => {
  it('leaves out of the emulator what that lacks, and nothing else', () => {
    expect(
      deployed.assembly.lacking.map((each) => each.replace(/[0-9A-F]{8}:/, ':')),
    ).toMatchInlineSnapshot(`
      [
        "IntakeArchive: archives of a bus",
        "Alarmsintakelost: alarms over several metrics",
        "Alarmsadminerrors: alarms over several metrics",
        "Alarmsapithrottled: alarms over several metrics",
        "Alarmsapislow: alarms over several metrics",
        "Alarmstablethrottled: alarms over several metrics",
        "Alarmssweepmissing: alarms over several metrics",
        "Dashboard: it shows the alarms above",
      ]
    `);
  });

  it('lets disks inherit from what the simulated cloud tells its bus', async () => {
    const { disk } = await launch('cost=shanghai', 'private=no');

    await expectTags(disk, { cost: 'shanghai' });
  });

  it('takes events that somebody else puts on its bus', async () => {
    const disk = await attachUnnoticed();

    await events.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: deployed.busName,
            Source: 'acs.ecs',
            DetailType: 'ecs:ActionTrail:ApiCall',
            Detail: JSON.stringify(attachEvent(disk, 'from-a-trail')),
          },
        ],
      }),
    );

    await expectTags(disk, { cost: 'shanghai' });
    // The history is written after the tag call.
    await vi.waitFor(
      async () => expect(await done('history', '--json')).toContain('from-a-trail'),
      { timeout: 60_000, interval: 500 },
    );
  });

  it('speaks the Tag API to an unmodified client of the cloud', async () => {
    const { accessKeyId, accessKeySecret } = await answer(
      z.looseObject({ accessKeyId: z.string(), accessKeySecret: z.string() }),
      ...['access-keys', 'create', '--rights', 'readOnly'],
    );
    const client = tagClient(new URL(deployed.tagApi.endpoint).host, {
      accessKeyId,
      accessKeySecret,
    });

    const { body } = await client.listAssociatedResourceRules(
      new sdk.ListAssociatedResourceRulesRequest({ regionId: region }),
    );

    expect(body?.rules?.map(({ settingName }) => settingName)).toEqual([
      'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk',
    ]);
  });

  it('makes up by a sweep for events that were lost', async () => {
    const { instance, disk } = await launch('cost=shanghai');
    await expectTags(disk, { cost: 'shanghai' });
    await withoutEvents(() => tag(instance, 'cost', 'beijing'));

    await done('jobs', 'start', 'sweep', '--watch');

    await expectTags(disk, { cost: 'beijing' });
  });

  it('gives dead letters back to the worker', async () => {
    const disk = await attachUnnoticed();
    await sqs.send(
      new SendMessageCommand({
        QueueUrl: await queueNamed('DeadLetters'),
        MessageBody: JSON.stringify(attachEvent(disk, 'from-dead-letters')),
      }),
    );
    expect(await done('dead-letters', 'list')).toContain('from-dead-letters');

    await done('dead-letters', 'redrive');

    await expectTags(disk, { cost: 'shanghai' });
    expect(await done('queue', '--wait')).toMatch(/ 0\s*$/);
  });

  it('keeps its data when it is deployed again with other settings', async () => {
    const { disk } = await launch('cost=before');
    await expectTags(disk, { cost: 'before' });
    await deployed.deployAgain({ historyDays: 30, workerMemoryMiB: 1024 });

    await expectTags(disk, { cost: 'before' });
    const { disk: later } = await launch('cost=after');
    await expectTags(later, { cost: 'after' });
  });

  it('goes on with a table that was restored, and comes back to its own', async () => {
    const dynamoDb = new DynamoDBClient(clientOptions());
    const { disk } = await launch('cost=restored');
    await expectTags(disk, { cost: 'restored' });
    const { TableNames = [] } = await dynamoDb.send(new ListTablesCommand({}));
    await dynamoDb.send(
      new RestoreTableToPointInTimeCommand({
        SourceTableName: TableNames.find((name) => name.includes('-State')),
        TargetTableName: 'restored',
        UseLatestRestorableTime: true,
      }),
    );

    await deployed.deployAgain({ restoredStateTable: 'restored' });

    expect(await done('rules', 'list')).toMatch(/ecs-instance\/ecs-disk +enabled/);
    await done('rules', 'disable', 'ecs-instance/ecs-disk');
    await deployed.deployAgain({});
    expect(await done('rules', 'list')).toMatch(/ecs-instance\/ecs-disk +enabled/);
    await dynamoDb.send(new DeleteTableCommand({ TableName: 'restored' }));
  });

  it('goes without leaving anything behind', async () => {
    const secrets = new SecretsManagerClient(clientOptions());
    const { SecretList: before = [] } = await secrets.send(new ListSecretsCommand({}));
    expect(before.map(({ Tags }) => Tags)).toEqual([[{ Key: 'heirtag:stage', Value: stage }]]);

    await cdk(deployed.aws, 'destroy', '--app', deployed.assembly.folder, '--force');

    const { TableNames = [] } = await new DynamoDBClient(clientOptions()).send(
      new ListTablesCommand({}),
    );
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const { SecretList } = await secrets.send(new ListSecretsCommand({}));
    expect({ TableNames, QueueUrls, SecretList }).toEqual({
      TableNames: [],
      QueueUrls: [],
      SecretList: [],
    });
  });
});
