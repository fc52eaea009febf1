import {
  CloudTrailClient,
  CreateTrailCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import {
  CreateEventBusCommand,
  DisableRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAwsDoctor } from '../../../src/clouds/aws/doctor/doctor.ts';
import type { Finding } from '../../../src/clouds/doctor.ts';
import {
  alarmsAsDeployed,
  busArn,
  home,
  lettersArn,
  otherAccount,
  ownAccount,
  patternsFor,
  queueArn,
  topicArn,
  trustOf,
  workerEnvironment,
  workerRole,
} from '../../clouds/aws/doctor/fake-stage.ts';
import { type Moto, startMoto } from '../moto.ts';
import { credentialsAt } from './emulated-account.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const optionsFor = (accountId: string) => ({
  endpoint: moto.endpoint,
  region: home,
  credentials: credentialsAt(moto.endpoint)(accountId),
});

const eventsOf = (accountId: string) => new EventBridgeClient(optionsFor(accountId));

const nameOf = (name: string): string => `made-${name}`;

const makeRules = async (accountId: string, EventBusName: string, target: string) => {
  const events = eventsOf(accountId);
  for (const { name, pattern } of patternsFor([home])) {
    const Name = nameOf(name);
    await events.send(
      new PutRuleCommand({ Name, EventBusName, EventPattern: JSON.stringify(pattern) }),
    );
    const undelivered = target === queueArn ? { DeadLetterConfig: { Arn: lettersArn } } : {};
    const Targets = [{ Id: 'one', Arn: target, ...undelivered }];
    await events.send(new PutTargetsCommand({ Rule: Name, EventBusName, Targets }));
  }
};

const makeQueue = async (arn: string): Promise<string> => {
  const queues = new SQSClient(optionsFor(ownAccount));
  const QueueName = arn.split(':').at(-1);
  const { QueueUrl = '' } = await queues.send(new CreateQueueCommand({ QueueName }));
  return QueueUrl;
};

const makeAlarms = async (): Promise<void> => {
  const client = new CloudWatchClient(optionsFor(ownAccount));
  for (const { AlarmName, AlarmActions } of alarmsAsDeployed) {
    await client.send(
      new PutMetricAlarmCommand({
        ...{ AlarmName, AlarmActions, Namespace: 'any', MetricName: 'any', Statistic: 'Sum' },
        ...{ Period: 60, EvaluationPeriods: 1, Threshold: 0 },
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
  }
};

/** Somebody hears of alarms. */
const subscribe = async (): Promise<void> => {
  const client = new SNSClient(optionsFor(ownAccount));
  await client.send(new CreateTopicCommand({ Name: topicArn.split(':').at(-1) }));
  const who = { Protocol: 'email', Endpoint: 'operations@example.com' };
  await client.send(new SubscribeCommand({ TopicArn: topicArn, ...who }));
};

const makeRole = (accountId: string, RoleName: string, trust: unknown) =>
  new IAMClient(optionsFor(accountId)).send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );

const lambdaTrust = {
  Statement: [
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  ],
};

/** A trail wants a bucket; nothing else here needs the client of S3. */
const makeBucket = async (name: string): Promise<void> => {
  const authorization = `AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request`;
  const answer = await fetch(`${moto.endpoint}/${name}`, {
    method: 'PUT',
    headers: { authorization, 'x-moto-account-id': ownAccount },
  });
  if (!answer.ok) throw new Error(`no bucket: ${answer.status} ${await answer.text()}`);
};

const makeTrail = async (accountId: string): Promise<void> => {
  const trails = new CloudTrailClient(optionsFor(accountId));
  const Name = `all-${accountId}`;
  await trails.send(
    new CreateTrailCommand({ Name, S3BucketName: 'heirtag-trail', IsMultiRegionTrail: true }),
  );
  await trails.send(new StartLoggingCommand({ Name }));
};

const examine = (): Promise<readonly Finding[]> =>
  createAwsDoctor({
    endpoint: moto.endpoint,
    credentials: credentialsAt(moto.endpoint)(ownAccount),
  }).examine({
    stage: 'test',
    region: home,
    profile: undefined,
    roleElsewhere: 'Operator',
    rulesOn: undefined,
  });

const told = (findings: readonly Finding[], check: string): readonly string[] =>
  findings
    .filter((each) => each.check === check)
    .map(({ where, state, says }) => `${state} ${where}: ${says}`);

describe('a stage in moto', () => {
  it('is looked at as it grows, one part after the other', async () => {
    const bare = await examine();
    expect(told(bare, 'stage')).toEqual([
      expect.stringContaining('no function there has the role heirtag-test-worker'),
    ]);

    await makeRole(ownAccount, 'heirtag-test-worker', lambdaTrust);
    await new LambdaClient(optionsFor(ownAccount)).send(
      new CreateFunctionCommand({
        FunctionName: 'worker',
        Role: workerRole,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Code: { ZipFile: Buffer.from('any') },
        Environment: { Variables: workerEnvironment({ regions: [home] }) },
      }),
    );
    const withWorker = await examine();
    expect(told(withWorker, 'role')).toEqual([
      `fine account ${ownAccount}: heirtag-test-worker is there`,
      expect.stringMatching(`mend account ${otherAccount}: there is no role heirtag-test-tagger`),
    ]);
    expect(told(withWorker, 'event rules')).toEqual([
      expect.stringMatching(`mend .*: there is no bus heirtag-test`),
      expect.stringMatching(`mend account ${ownAccount}, ${home}: none of the .* rules is there`),
      expect.stringMatching(`mend account ${otherAccount}, ${home}: none of the .* rules is there`),
    ]);
    expect(told(withWorker, 'alarms')).toEqual([
      expect.stringMatching(
        `mend account ${ownAccount}, ${home}: not there: heirtag-test-dead-letters, heirtag-test-lag`,
      ),
    ]);
    expect(told(withWorker, 'trail')).toEqual([
      expect.stringMatching(`mend account ${ownAccount}, ${home}: there is no trail`),
      expect.stringMatching(`mend account ${otherAccount}, ${home}: there is no trail`),
    ]);

    await eventsOf(ownAccount).send(new CreateEventBusCommand({ Name: 'heirtag-test' }));
    await makeRules(ownAccount, 'heirtag-test', queueArn);
    await makeRules(ownAccount, 'default', queueArn);
    await makeRules(otherAccount, 'default', busArn);
    await makeRole(otherAccount, 'heirtag-test-tagger', trustOf('heirtag-test'));
    await makeBucket('heirtag-trail');
    await makeTrail(ownAccount);
    await makeTrail(otherAccount);
    await makeQueue(queueArn);
    await makeAlarms();
    const unheard = await examine();
    expect(told(unheard, 'alarms')).toEqual([
      expect.stringMatching(/and nobody hears them: it is not there$/),
    ]);
    await subscribe();
    const withoutLetters = await examine();
    const isFine = expect.stringMatching(/^fine .*: \d+ rules send to /);
    expect(told(withoutLetters, 'event targets')).toEqual([
      isFine,
      isFine,
      expect.stringMatching(/^mend .*: the queue undelivered, .* is not there/),
    ]);
    const letters = await makeQueue(lettersArn);
    const whole = await examine();
    expect(whole.filter(({ state }) => state === 'mend')).toEqual([]);
    // What moto does not answer cannot be told.
    expect(new Set(whole.map(({ check, state }) => `${check}: ${state}`))).toEqual(
      new Set([
        'role: fine',
        'event rules: fine',
        'event targets: fine',
        'alarms: fine',
        'trail: fine',
        'permissions: unknown',
        'quotas: unknown',
      ]),
    );

    const queues = new SQSClient(optionsFor(ownAccount));
    await queues.send(new SendMessageCommand({ QueueUrl: letters, MessageBody: '{}' }));
    expect(told(await examine(), 'event targets')).toEqual([
      isFine,
      isFine,
      expect.stringMatching(/^mend .*: events that could not be delivered wait in undelivered: 1$/),
    ]);
    await queues.send(new PurgeQueueCommand({ QueueUrl: letters }));

    const Name = nameOf('aws-ec2');
    await eventsOf(otherAccount).send(new DisableRuleCommand({ Name }));
    const withoutRule = await examine();
    expect(withoutRule.filter(({ state }) => state === 'mend')).toEqual([
      {
        check: 'event rules',
        where: `account ${otherAccount}, ${home}`,
        state: 'mend',
        says: 'the rule made-aws-ec2 (aws-ec2) is off: none of its events come',
        mend: 'Enable the rule made-aws-ec2.',
      },
    ]);
  });
});
