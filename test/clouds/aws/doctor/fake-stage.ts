import { createAwsDoctor } from '../../../../src/clouds/aws/doctor/doctor.ts';
import { awsEvents } from '../../../../src/clouds/aws/events/events.ts';
import type { Examined, Finding } from '../../../../src/clouds/doctor.ts';
import { queryAnswer, queryError, type Xml } from '../provider/fake-aws.ts';
import {
  operationOf,
  parametersOf,
  requestHandler,
  type SentAnswer,
  type SentRequest,
  textOf,
} from '../provider/request-handler.ts';

export const home = 'eu-central-1';
export const ownAccount = '111122223333';
export const otherAccount = '444455556666';

const regions = [home, 'us-east-1'];
const ownRoles = ['heirtag-test-worker', 'heirtag-test-tagger'];
export const workerRole = `arn:aws:iam::${ownAccount}:role/heirtag-test-worker`;
export const queueArn = `arn:aws:sqs:${home}:${ownAccount}:changes`;
export const lettersArn = `arn:aws:sqs:${home}:${ownAccount}:undelivered`;
export const busArn = `arn:aws:events:${home}:${ownAccount}:event-bus/heirtag-test`;

/** Its alarms, without what their names begin with. */
export const alarmNames = ['dead-letters', 'lag'] as const;

/** Where they are told. */
export const topicArn = `arn:aws:sns:${home}:${ownAccount}:alarms`;

/** What the worker is deployed with. @param changes of what the stage says of AWS */
export const workerEnvironment = (changes: object = {}) => ({
  HEIRTAG_BUS_NAME: 'heirtag-test',
  HEIRTAG_CHANGES_QUEUE_URL: `https://sqs.${home}.amazonaws.com/${ownAccount}/changes`,
  HEIRTAG_WORKERS: '10',
  HEIRTAG_ALARMS: alarmNames.join(','),
  HEIRTAG_CLOUD_SETTINGS: JSON.stringify({
    aws: {
      ownAccount,
      regions,
      accounts: [otherAccount],
      tagger: 'heirtag-test-tagger',
      externalId: 'heirtag-test',
      ownRoles,
      ...changes,
    },
  }),
});

export const patternsFor = (of: readonly string[]) => awsEvents.patterns(of, ownRoles);

/** The rules as a deployment makes them. */
export const rulesAsDeployed = patternsFor(regions).map(({ name, pattern }) => ({
  Name: `made-${name}`,
  State: 'ENABLED',
  EventPattern: JSON.stringify(pattern),
}));

/** The alarms as a deployment makes them. */
export const alarmsAsDeployed = alarmNames.map((name) => ({
  AlarmName: `heirtag-test-${name}`,
  ActionsEnabled: true,
  AlarmActions: [topicArn],
  StateValue: 'OK',
}));

/** Who is subscribed to a topic, by the ARNs of subscriptions. */
export const subscribersAnswer = (...arns: readonly string[]): SentAnswer =>
  queryAnswer('ListSubscriptionsByTopic', {
    Subscriptions: { member: arns.map((SubscriptionArn) => ({ SubscriptionArn })) },
  });

/** What a queue has in it. */
export const depthAnswer = (waiting: number, inFlight = 0): SentAnswer =>
  json({
    Attributes: {
      ApproximateNumberOfMessages: String(waiting),
      ApproximateNumberOfMessagesNotVisible: String(inFlight),
    },
  });

/** Where a call goes to, and what it says. */
export type Asked = {
  readonly operation: string;
  readonly accountId: string;
  readonly region: string;
  /** Of the query protocol. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Of the others. */
  readonly body: string;
};

export type Answers = Readonly<Record<string, (asked: Asked) => SentAnswer>>;

export const json = (value: unknown): SentAnswer => ({ status: 200, body: JSON.stringify(value) });

/** A service of the JSON protocols refuses. */
export const refused = (code = 'AccessDeniedException'): SentAnswer => ({
  status: 400,
  body: JSON.stringify({ __type: code, message: 'it says why' }),
});

export const queryRefused = queryError(403, 'AccessDenied', 'it says why');

/** The role as the member stack makes it. */
export const trustOf = (externalId: string, callers: readonly string[] = [workerRole]) => ({
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { AWS: `arn:aws:iam::${ownAccount}:root` },
      Condition: {
        StringEquals: { 'sts:ExternalId': externalId },
        ArnEquals: { 'aws:PrincipalArn': callers },
      },
    },
  ],
});

export const roleAnswer = (trust: unknown): SentAnswer =>
  queryAnswer('GetRole', {
    Role: {
      RoleName: 'any',
      Arn: 'arn:aws:iam::1:role/any',
      Path: '/',
      RoleId: 'any',
      CreateDate: '2026-01-01T00:00:00Z',
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
    },
  });

/** Values of a list of the query protocol: `ActionNames.member.1`. */
export const listed = ({ parameters }: Asked, name: string): readonly string[] =>
  [...parameters].flatMap(([key, value]) => (key.startsWith(`${name}.member.`) ? value : []));

/** What IAM says of each action that it is asked about. */
export const decisions = (
  asked: Asked,
  decide: (action: string) => Readonly<Record<string, Xml>>,
) =>
  queryAnswer('SimulatePrincipalPolicy', {
    IsTruncated: 'false',
    EvaluationResults: {
      member: listed(asked, 'ActionNames').map((action) => ({
        EvalActionName: action,
        EvalDecision: 'allowed',
        ...decide(action),
      })),
    },
  });

/** The functions of the stage's account. @param changes of what the stage says of AWS; environment: of the rest */
export const functionsWith = (changes: object = {}, environment: object = {}): SentAnswer =>
  json({
    Functions: [
      { FunctionName: 'other', Role: 'arn:aws:iam::1:role/other' },
      {
        FunctionName: 'worker',
        Role: workerRole,
        Environment: { Variables: { ...workerEnvironment(changes), ...environment } },
      },
    ],
  });

/** A stage that has all it needs. */
const healthy: Answers = {
  'GET /2015-03-31/functions': () => functionsWith(),
  'GET /2016-08-19/account-settings': () =>
    json({ AccountLimit: { UnreservedConcurrentExecutions: 1000 } }),
  ListRules: () => json({ Rules: rulesAsDeployed }),
  ListRuleNamesByTarget: ({ accountId, region, body }) =>
    json({
      RuleNames: body.includes(accountId === ownAccount && region === home ? queueArn : busArn)
        ? rulesAsDeployed.map(({ Name }) => Name)
        : [],
    }),
  ListTargetsByRule: () =>
    json({ Targets: [{ Id: 'one', Arn: queueArn, DeadLetterConfig: { Arn: lettersArn } }] }),
  GetQueueUrl: ({ body }) =>
    json({
      QueueUrl: `https://sqs.${home}.amazonaws.com/${ownAccount}/${JSON.parse(body).QueueName}`,
    }),
  GetQueueAttributes: () => depthAnswer(0),
  DescribeAlarms: () => json({ MetricAlarms: alarmsAsDeployed }),
  ListSubscriptionsByTopic: () => subscribersAnswer(`${topicArn}:one`),
  DescribeTrails: () =>
    json({ trailList: [{ Name: 'all', TrailARN: 'arn:aws:cloudtrail:eu-central-1:1:trail/all' }] }),
  GetTrailStatus: () => json({ IsLogging: true }),
  GetEventSelectors: () =>
    json({ EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'WriteOnly' }] }),
  GetRole: () => roleAnswer(trustOf('heirtag-test')),
  SimulatePrincipalPolicy: (asked) => decisions(asked, () => ({})),
  AssumeRole: ({ parameters }) =>
    queryAnswer('AssumeRole', {
      Credentials: {
        AccessKeyId: `KEY${parameters.get('RoleArn')?.split(':')[4]}`,
        SecretAccessKey: 'any',
        SessionToken: 'any',
        Expiration: '2099-01-01T00:00:00Z',
      },
    }),
};

/** What a healthy stage is asked. */
export const operations: readonly string[] = Object.keys(healthy);

/** Whoever asks may not, as the service of an operation says it. */
export const refusalOf = (operation: string): SentAnswer => {
  if (
    ['GetRole', 'SimulatePrincipalPolicy', 'AssumeRole', 'ListSubscriptionsByTopic'].includes(
      operation,
    )
  )
    return queryRefused;
  return operation.startsWith('GET ') ? { ...refused(), status: 403 } : refused();
};

const askedBy = (request: SentRequest): Asked => {
  const [, accountId = ownAccount] =
    /Credential=KEY(\d+)\//.exec(request.headers.authorization ?? '') ?? [];
  const [, region = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  return {
    operation: operationOf({ ...request, path: request.path.replace(/\/$/, '') }),
    accountId,
    region,
    parameters: parametersOf(request),
    body: textOf(request),
  };
};

/** Examines a stage that is healthy but for some answers. */
export const examine = async (
  answers: Answers = {},
  examined: Partial<Examined> = {},
): Promise<{ readonly findings: readonly Finding[]; readonly asked: readonly Asked[] }> => {
  const asked: Asked[] = [];
  const all = { ...healthy, ...answers };
  const doctor = createAwsDoctor({
    credentials: { accessKeyId: `KEY${ownAccount}`, secretAccessKey: 'any' },
    requestHandler: requestHandler(async (request) => {
      const told = askedBy(request);
      asked.push(told);
      const answer = all[told.operation];
      if (answer === undefined) throw new Error(`nobody answers ${told.operation}`);
      return answer(told);
    }),
  });
  const findings = await doctor.examine({
    stage: 'test',
    region: home,
    profile: undefined,
    roleElsewhere: 'Operator',
    rulesOn: undefined,
    ...examined,
  });
  return { findings, asked };
};
