import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arnMeant, resourceName } from '../../../../src/cli/resource-name.ts';
import { type Arn, formatArn } from '../../../../src/clouds/aws/arn.ts';
import { openAwsWith } from '../../../../src/clouds/aws/open.ts';
import type { SettingName } from '../../../../src/clouds/cloud.ts';
import type { Opener } from '../../../../src/clouds/opener.ts';
import { now, openTestApi, type TestApi } from '../../../admin/api-fixture.ts';
import { entry } from '../../../engine/fixtures.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { accountId, ec2Answer, queryAnswer, region } from '../provider/fake-aws.ts';
import { operationOf, requestHandler, type SentAnswer } from '../provider/request-handler.ts';

const at = { region, accountId } as const;
const group = formatArn({ ...at, type: 'AutoScaling-Group', id: 'web' });
const instance = formatArn({ ...at, type: 'Ec2-Instance', id: 'i-1' });
const logGroup = formatArn({ ...at, type: 'Logs-LogGroup', id: '/aws/lambda/f1' });
const lambda = formatArn({ ...at, type: 'Lambda-Function', id: 'f1' });

/** As the Auto Scaling API answers, and as the console of CloudWatch Logs copies. */
const groupElsewhere = `arn:aws:autoscaling:${region}:${accountId}:autoScalingGroup:930d940e-891e-4781-a11a-7b0acd480f03:autoScalingGroupName/web`;
const logGroupElsewhere = `${logGroup}:*`;

const groupRule = 'rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance';
const logRule = 'rule:CreateLogGroup-TagFunction:Lambda-Function:Logs-LogGroup';

const answers: Readonly<Record<string, SentAnswer>> = {
  DescribeAutoScalingGroups: queryAnswer('DescribeAutoScalingGroups', {
    AutoScalingGroups: {
      member: {
        AutoScalingGroupName: 'web',
        Instances: { member: { InstanceId: 'i-1' } },
        Tags: { member: { Key: 'team', Value: 'blue' } },
      },
    },
  }),
  DescribeInstances: ec2Answer('DescribeInstances', {
    reservationSet: {
      item: {
        instancesSet: {
          item: {
            instanceId: 'i-1',
            instanceState: { name: 'running' },
            tagSet: { item: { key: 'aws:autoscaling:groupName', value: 'web' } },
          },
        },
      },
    },
  }),
  'GET /2015-03-31/functions/f1': { status: 200, body: JSON.stringify({ Tags: { team: 'blue' } }) },
  ListTagsForResource: { status: 200, body: JSON.stringify({ tags: { team: 'blue' } }) },
};

const openFakeAws: Opener = {
  cloud: 'aws',
  operations: [],
  open: () => ({
    ...openAwsWith({
      regions: [region],
      credentialsFor: () => ({ accessKeyId: 'any', secretAccessKey: 'any' }),
      requestHandler: requestHandler(
        async (request) => answers[operationOf(request)] ?? { status: 404, body: '{}' },
      ),
      onUnknownError: () => {},
      maxTagsPerResource: () => 50,
      isOurs: () => false,
    }),
    regions: [region],
  }),
};

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

const inherit = async (arn: Arn, rule: SettingName, primary: Arn): Promise<void> => {
  const since = new Date(now).toISOString();
  const contest = { since, by: 'alice', theirs: 'red' };
  await api.ledger.replace(await api.ledger.read(arn), {
    intent: null,
    entries: new Map([['team', entry('team', 'blue', { rule, primary, contest })]]),
    refusals: new Map(),
  });
  await api.history.record(arn, [
    {
      version: 1,
      time: since,
      cause: { eventId: 'e-1', eventName: 'CreateTags', eventTime: since, principal: 'alice' },
      lines: [
        {
          action: 'set',
          key: 'team',
          value: 'blue',
          previous: null,
          rule,
          primary,
          reason: 'missing',
        },
      ],
    },
  ]);
};

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  api = await openTestApi(dynamoDb, { openers: [openFakeAws], isWithoutSimulator: true });
  await inherit(instance, groupRule, group);
  await inherit(logGroup, logRule, lambda);
});
afterAll(() => dynamoDb.stop());

const get = (path: string) => api.send('GET', `/v1/accounts/${accountId}/${path}`);

describe("an ARN in another of AWS's forms is of the same resource", () => {
  it('in an explanation', async () => {
    const [ofGroup, ofLogs] = await Promise.all([
      get(`explain?resource=${encodeURIComponent(groupElsewhere)}`),
      get(`explain?resource=${encodeURIComponent(logGroupElsewhere)}`),
    ]);

    expect(ofGroup.body).toMatchObject({ resource: group, exists: true });
    expect(ofLogs.body).toMatchObject({
      resource: logGroup,
      keys: [{ key: 'team', origin: 'inherited' }],
    });
  });

  it('in the history', async () => {
    const { body } = await get(`history?resource=${encodeURIComponent(logGroupElsewhere)}`);

    expect(body).toMatchObject({ entries: [{ resource: logGroup, key: 'team' }] });
  });

  it('in the list of what hangs on it', async () => {
    const { body } = await get(`heirs?resource=${encodeURIComponent(groupElsewhere)}`);

    expect(body).toMatchObject({ resource: group, heirs: [{ resource: instance }] });
  });

  it('in the list of what inherits, as the primary and as the text that is looked for', async () => {
    const [byPrimary, byText] = await Promise.all([
      get(`resources?primary=${encodeURIComponent(groupElsewhere)}`),
      get(`resources?text=${encodeURIComponent(logGroupElsewhere)}`),
    ]);

    expect(byPrimary.body).toMatchObject({ resources: [instance] });
    expect(byText.body).toMatchObject({ resources: [logGroup] });
  });

  it("in the path of a resource's tags", async () => {
    const { body } = await get(`resources/${logGroupElsewhere}`);

    expect(body).toMatchObject({
      arn: logGroup,
      tags: [{ key: 'team', origin: 'inherited', from: lambda }],
    });
  });

  it('in the body of a call that ends a contest', async () => {
    const { status, body } = await api.send('POST', `/v1/accounts/${accountId}/contested/resume`, {
      resource: logGroupElsewhere,
      key: 'team',
    });

    expect([status, body]).toEqual([200, { resource: logGroup, key: 'team' }]);
    expect(api.sent).toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ arns: [logGroup] }) }),
    );
  });

  it('on the command line', async () => {
    const neverAsked = {
      call: () => Promise.reject(new Error('an ARN says all')),
      read: () => Promise.reject(new Error('an ARN says all')),
    };

    expect(resourceName(groupElsewhere)).toBe(group);
    expect(await arnMeant({ api: neverAsked }, logGroupElsewhere)).toBe(logGroup);
  });
});
