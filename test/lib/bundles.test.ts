import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PurgeQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { type Client, openClient } from '../../src/clouds/alibaba/demo/client.ts';
import { scenarios } from '../../src/clouds/alibaba/demo/scenarios.ts';
import { playStory } from '../../src/clouds/alibaba/demo/story.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { environmentSchema } from '../../src/runtime/environment.ts';
import { type DeployedFunction, type DeployedStack, deploy } from './deployed-stack.ts';
import { callerArn } from './http-api.ts';
import { startLambda } from './lambda.ts';
import { permissionsOf } from './permissions.ts';
import { type Synthesis, synthesize } from './synthesize.ts';
import { resourcesOf } from './template.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';
const clusterRule = 'rule:TagCluster:Cs-Cluster:Vpc-Eip';
const gatewayRule = 'rule:AssociateEipAddress-UnassociateEipAddress-TagVpc:Vpc-Natgateway:Vpc-Eip';

let synthesis: Synthesis;
let stack: DeployedStack;

beforeAll(async () => {
  synthesis = await synthesize('-c', 'stage=dev');
  if (synthesis.exitCode !== 0) throw new Error(synthesis.stderr);
  stack = await deploy(synthesis.folder, 'Heirtag-dev');
}, 300_000);

afterAll(async () => {
  await stack?.stop();
  await synthesis?.remove();
});

let accounts = 0;

const openAccount = (): { readonly accountId: string; readonly client: Client } => {
  accounts += 1;
  const accountId = String(4_000_000_000_000_000 + accounts);
  return { accountId, client: openClient(stack.url, accountId, () => sleep(20)) };
};

/** A fresh account with the rule from instances to disks on. */
const openInheriting = async () => {
  const account = openAccount();
  await account.client.setFeature('Enable');
  await account.client.setRule(diskRule, { status: 'Enable' });
  return account;
};

const idOf = (arn: Arn): string => parseArn(arn).id;

const ofType = (arns: readonly Arn[], type: string): Arn => {
  const found = arns.find((arn) => parseArn(arn).type === type);
  if (found === undefined) throw new Error(`no ${type} among ${arns}`);
  return found;
};

/** Queue of the stack whose construct has this name. */
const queueNamed = (name: string): string => {
  const found = resourcesOf(stack.template, 'AWS::SQS::Queue').find(({ Metadata }) =>
    String(Metadata['aws:cdk:path']).endsWith(`/Queues/${name}/Resource`),
  );
  return stack.queueUrlOf(found?.id ?? name);
};

const send = (queueUrl: string, body: string) =>
  stack.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));

/** What the bus delivers when a disk was attached. */
const attachDisk = (disk: string, accountId: string, at: Date): string =>
  JSON.stringify({
    version: '0',
    source: 'acs.ecs',
    'detail-type': 'ecs:ActionTrail:ApiCall',
    detail: {
      eventName: 'AttachDisk',
      serviceName: 'Ecs',
      eventType: 'ApiCall',
      eventId: `event of ${disk}`,
      eventTime: at.toISOString(),
      acsRegion: 'cn-hangzhou',
      recipientAccountId: accountId,
      requestParameters: { DiskId: disk },
    },
  });

/** Waits until the worker logged a line with these fields. */
const logged = (fields: Readonly<Record<string, unknown>>) =>
  vi.waitUntil(
    () =>
      stack.worker
        .logLines()
        .find((line) => Object.entries(fields).every(([name, value]) => line[name] === value)),
    { timeout: 50_000, interval: 20 },
  );

describe('the bundles, run as Lambda runs them, on what the template describes', () => {
  it("play the product page's story of a rule", async () => {
    const scenario = scenarios.find(({ settingName }) => settingName === diskRule);
    if (scenario === undefined) throw new Error(`no story of ${diskRule}`);

    const moments = await playStory(openAccount().client, scenario);

    expect(moments.filter(({ isRight }) => !isRight)).toEqual([]);
  });

  it('find the heirs that were there before a rule, and the winner of two primaries', async () => {
    const { client } = openAccount();
    const arns = await client.cloud('Cs/CreateCluster', { RegionId: 'cn-hangzhou', Name: 'two' });
    const cluster = ofType(arns, 'Cs-Cluster');
    const gateway = ofType(arns, 'Vpc-Natgateway');
    const eip = ofType(arns, 'Vpc-Eip');
    await client.cloud('Vpc/AssociateEipAddress', {
      RegionId: 'cn-hangzhou',
      AllocationId: idOf(eip),
      InstanceId: idOf(gateway),
      InstanceType: 'Nat',
    });
    await client.tag(gateway, { cost: 'gateway' });
    await client.setFeature('Enable');

    await client.setRule(clusterRule, { status: 'Enable' });
    await client.tag(cluster, { cost: 'cluster', team: 'blue' });
    await client.setRule(gatewayRule, { status: 'Enable', existingStatus: 'Enable' });
    await client.settle();

    expect(await client.tagsOf(eip)).toEqual({ cost: 'gateway', team: 'blue' });
  });

  it('let the heirs go with their primary', async () => {
    const { client } = await openInheriting();
    const region = { RegionId: 'cn-hangzhou' };
    const born = await client.cloud('Ecs/RunInstances', region);
    const instance = ofType(born, 'Ecs-Instance');
    const disk = ofType(await client.cloud('Ecs/CreateDisk', region), 'Ecs-Disk');
    await client.cloud('Ecs/AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
    await client.tag(instance, { cost: 'shanghai' });
    await client.settle();
    const tagged = await client.tagsOf(disk);

    await client.cloud('Ecs/DeleteInstance', { InstanceId: idOf(instance), Force: true });
    await client.settle();

    expect([tagged, await client.tagsOf(disk)]).toEqual([{ cost: 'shanghai' }, {}]);
    await expect(client.tagsOf(ofType(born, 'Ecs-Disk'))).rejects.toThrow('ResourceNotFound');
  });

  it('give a tag up that somebody keeps changing back, say so, and resume it when told', async () => {
    const { accountId, client } = await openInheriting();
    const region = { RegionId: 'cn-hangzhou' };
    const instance = ofType(await client.cloud('Ecs/CreateInstance', region), 'Ecs-Instance');
    const disk = ofType(await client.cloud('Ecs/CreateDisk', region), 'Ecs-Disk');
    await client.cloud('Ecs/AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
    await client.tag(instance, { cost: 'ours' });
    await client.settle();
    for (const cost of ['1', '2', '3', '4']) {
      await client.tag(disk, { cost });
      await client.settle();
    }
    const call = async (path: string, init?: RequestInit) =>
      (await fetch(`${stack.url}${path}accountId=${accountId}`, init)).json();

    const left = await client.tagsOf(disk);
    const contested = await call('/v1/contested?');
    const listed = await call('/v1/resources?origin=contested&');
    const explained = await call(`/v1/explain?resource=${disk}&key=cost&`);
    await call('/v1/contested/resume?', {
      method: 'POST',
      body: JSON.stringify({ resource: disk, key: 'cost' }),
    });
    await client.settle();

    expect(left).toEqual({ cost: '4' });
    expect(listed).toMatchObject({ items: [{ arn: disk, inherited: [{ key: 'cost' }] }] });
    expect(contested).toMatchObject({ contested: [{ resource: disk, by: 'operator' }] });
    expect(explained).toMatchObject({ keys: [{ why: 'contested' }] });
    expect(await client.tagsOf(disk)).toEqual({ cost: 'ours' });
    expect(await call(`/v1/history?resource=${disk}&limit=1&`)).toMatchObject({
      entries: [{ action: 'set', value: 'ours', cause: { eventName: 'ResumeContested' } }],
    });
  });

  it('do what the schedule sends: a sweep', async () => {
    const { Input } = z
      .looseObject({ Target: z.looseObject({ Input: z.string() }) })
      .parse(resourcesOf(stack.template, 'AWS::Scheduler::Schedule')[0]?.Properties).Target;
    const message = Input.replace('<aws.scheduler.execution-id>', 'run-1').replace(
      '<aws.scheduler.scheduled-time>',
      '2026-03-01T00:00:00Z',
    );

    await send(queueNamed('Changes'), message);

    await logged({ SweepSteps: 1 });
  });

  it('put a message off while DynamoDB does not answer, and do it then', async () => {
    const { accountId } = await openInheriting();
    const resource = `arn:acs:ecs:cn-hangzhou:${accountId}:disk/d-later`;

    await stack.withoutDynamoDb(async () => {
      const body = attachDisk('d-later', accountId, new Date('2026-03-01'));
      const { MessageId: messageId } = await send(queueNamed('Changes'), body);
      const line = await logged({
        message: 'message failed',
        messageId,
        receives: 1,
        isLast: false,
      });

      expect(line).toMatchObject({
        function_request_id: expect.stringMatching(/^request-\d+$/),
        error: { name: 'RetryableError' },
      });
    });

    await logged({ message: 'reconciled', outcome: 'gone', resource });
  });

  it('keep what nobody can read, with the reason', async () => {
    await send(queueNamed('Changes'), 'no JSON');
    await logged({ message: 'message is malformed and was set aside' });

    await vi.waitFor(async () => {
      const response = await fetch(`${stack.url}/v1/dead-letters`);
      expect(await response.json()).toMatchObject({
        dead: 1,
        deadLetters: [{ kind: 'malformed', body: 'no JSON', error: { code: 'Malformed' } }],
      });
    }, 20_000);
    await stack.sqs.send(new PurgeQueueCommand({ QueueUrl: queueNamed('DeadLetters') }));
  });

  it('move the dead letters of worker and bus back, and handle them', async () => {
    const { accountId } = await openInheriting();
    const longAgo = new Date('2026-03-01');
    await send(queueNamed('DeadLetters'), attachDisk('d-1', accountId, longAgo));
    await send(queueNamed('IntakeDeadLetters'), attachDisk('d-2', accountId, longAgo));

    const response = await fetch(`${stack.url}/v1/dead-letters/redrive`, {
      method: 'POST',
      body: '{}',
    });

    expect(await response.json()).toEqual({ moved: 2, left: 0 });
    for (const disk of ['d-1', 'd-2']) {
      const resource = `arn:acs:ecs:cn-hangzhou:${accountId}:disk/${disk}`;
      await logged({ message: 'reconciled', outcome: 'gone', resource });
    }
  });

  it('leave dead letters where they are that are not meant', async () => {
    const { accountId } = await openInheriting();
    for (const queue of ['DeadLetters', 'IntakeDeadLetters']) {
      await send(queueNamed(queue), attachDisk('d-1', accountId, new Date('2026-03-01')));
    }

    const response = await fetch(`${stack.url}/v1/dead-letters/discard`, {
      method: 'POST',
      body: JSON.stringify({ kind: 'malformed' }),
    });

    expect(await response.json()).toEqual({ discarded: 0, left: 2 });
    for (const queue of ['DeadLetters', 'IntakeDeadLetters']) {
      await stack.sqs.send(new PurgeQueueCommand({ QueueUrl: queueNamed(queue) }));
    }
  });

  it('note who signed a call that changes something', async () => {
    const { accountId } = await openInheriting();

    const response = await fetch(`${stack.url}/v1/audit?accountId=${accountId}`);

    const entry = { principal: callerArn, outcome: 'done' };
    expect(await response.json()).toMatchObject({ entries: [entry, entry], next: null });
  });

  it('do nothing to an account that nobody named', async () => {
    const response = await fetch(`${stack.url}/v1/feature`, {
      method: 'PUT',
      body: '{"status":"Enable"}',
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      code: 'MissingParameter.AccountId',
      message: expect.stringContaining('expected /v1/accounts/<account>/feature'),
    });
  });

  it('take nothing but HTTP API calls that name something', async () => {
    const response = await fetch(`${stack.url}/v1/nothing`);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ code: 'NotFound' });
  });
});

it('the worker as deployed has at most 500 kB', async () => {
  const { size } = await stat(join(stack.worker.options.folder, 'index.js'));

  expect(size).toBeLessThanOrEqual(500_000);
});

describe('a cold start', () => {
  it.each(['worker', 'admin'] as const)(
    'of %s names every missing and malformed variable at once',
    async (name) => {
      const { options } = stack[name];
      const { HEIRTAG_STATE_TABLE: _, ...others } = options.environment;
      const starting = startLambda({
        ...options,
        environment: { ...others, HEIRTAG_MAX_RECEIVES: 'five' },
      });

      await expect(starting).rejects.toThrow(
        /HEIRTAG_STATE_TABLE is missing; HEIRTAG_MAX_RECEIVES is "five"/,
      );
    },
  );

  it('gets no variable that the code does not read', () => {
    const ofTemplate = [stack.worker, stack.admin].flatMap(({ options }) =>
      Object.keys(options.environment).filter((name) => name.startsWith('HEIRTAG_')),
    );

    expect(Object.keys(environmentSchema.shape)).toEqual(expect.arrayContaining(ofTemplate));
  });
});

/** What Lambda itself does in a function's name, beside polling as above. */
const byLambda =
  /^(logs:(CreateLogStream|PutLogEvents) on \w+Log\w+|sqs:GetQueueAttributes on \w+Changes\w+)$/;

const problemsOf = (file: string, { roleId, needed }: DeployedFunction): readonly string[] => {
  const allowed = permissionsOf(stack.template, roleId);
  const used = needed();
  return [
    ...[...used]
      .filter((each) => !allowed.has(each))
      .map((each) => `${each} is needed and not allowed: add it to the statements in ${file}`),
    ...[...allowed]
      .filter((each) => !used.has(each) && !byLambda.test(each))
      .map(
        (each) =>
          `${each} is allowed and never needed: remove it from the statements in ${file}, or let a test above make the call`,
      ),
  ];
};

// Last, because it looks at the calls of all tests above.
describe('a role', () => {
  it('of the worker allows what its bundle calls, and nothing else', () => {
    expect(problemsOf('lib/worker.ts', stack.worker)).toEqual([]);
  });

  it('of the HTTP API allows what its bundle calls, and nothing else', () => {
    expect(problemsOf('lib/admin-api.ts', stack.admin)).toEqual([]);
  });
});
