import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Examined, Finding } from '../../../../src/clouds/doctor.ts';
import { queryError } from '../provider/fake-aws.ts';
import type { SentAnswer } from '../provider/request-handler.ts';
import {
  type Answers,
  alarmsAsDeployed,
  decisions,
  depthAnswer,
  examine,
  functionsWith,
  home,
  json,
  listed,
  operations,
  otherAccount,
  ownAccount,
  queryRefused,
  queueArn,
  refusalOf,
  refused,
  roleAnswer,
  rulesAsDeployed,
  subscribersAnswer,
  topicArn,
  trustOf,
  workerRole,
} from './fake-stage.ts';

const groupRule = 'rule:LaunchInstance-AttachInstances-TagGroup:AutoScaling-Group:Ec2-Instance';

const bad = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ state }) => state !== 'fine');

describe('a stage that has all it needs', () => {
  it('has findings of every kind, all of them fine, in each account and region', async () => {
    const { findings } = await examine();

    expect(bad(findings)).toEqual([]);
    expect(new Set(findings.map(({ check }) => check))).toEqual(
      new Set(['quotas', 'alarms', 'role', 'permissions', 'event rules', 'event targets', 'trail']),
    );
    expect(findings).toContainEqual(
      expect.objectContaining({
        check: 'event rules',
        where: `account ${ownAccount}, ${home}, bus heirtag-test`,
      }),
    );
    for (const accountId of [ownAccount, otherAccount]) {
      for (const region of [home, 'us-east-1']) {
        expect(findings).toContainEqual(
          expect.objectContaining({ check: 'trail', where: `account ${accountId}, ${region}` }),
        );
      }
    }
  });

  it('is looked at without changing anything', async () => {
    const { asked } = await examine();
    const writing = asked.filter(
      ({ operation }) => !/^(GET|List|Get|Describe|Simulate|AssumeRole)/.test(operation),
    );

    expect(writing).toEqual([]);
  });

  it('is asked what its roles may do in each of its regions, and take elsewhere', async () => {
    const { asked } = await examine();
    const simulated = asked.filter(({ operation }) => operation === 'SimulatePrincipalPolicy');
    const taking = simulated.filter((each) =>
      listed(each, 'ActionNames').includes('sts:AssumeRole'),
    );
    const tagging = simulated.filter((each) =>
      listed(each, 'ActionNames').includes('ec2:CreateTags'),
    );

    expect(taking.flatMap((each) => listed(each, 'ResourceArns'))).toEqual([
      `arn:aws:iam::${otherAccount}:role/heirtag-test-tagger`,
    ]);
    expect(tagging).toHaveLength(4);
    expect(tagging.flatMap((each) => listed(each, 'ResourceArns'))).toContain(
      `arn:aws:ec2:us-east-1:${otherAccount}:volume/doctor`,
    );
  });
});

/** One thing that is not as it should be, and how it is told. */
type Case = {
  readonly what: string;
  readonly answers?: Answers;
  readonly examined?: Partial<Examined>;
  readonly told: { readonly [K in keyof Finding]?: Finding[K] | RegExp };
};

const without = (name: string, change: object | undefined) =>
  rulesAsDeployed.flatMap((rule) =>
    rule.Name === name ? (change === undefined ? [] : { ...rule, ...change }) : rule,
  );

const selectors = (...EventSelectors: readonly object[]) => ({
  GetEventSelectors: () => json({ EventSelectors }),
});

const trails = {
  none: { DescribeTrails: () => json({ trailList: [] }) },
  off: { GetTrailStatus: () => json({ IsLogging: false }) },
  reads: selectors({ IncludeManagementEvents: true, ReadWriteType: 'ReadOnly' }),
  data: selectors({ IncludeManagementEvents: false, ReadWriteType: 'All' }),
  advanced: {
    GetEventSelectors: () =>
      json({
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: 'eventCategory', Equals: ['Management'] },
              { Field: 'eventSource', NotEquals: ['ec2.amazonaws.com'] },
            ],
          },
        ],
      }),
  },
} as const satisfies Readonly<Record<string, Answers>>;

const refusing = (action: string, more: Parameters<typeof decisions>[1] = () => ({})): Answers => ({
  SimulatePrincipalPolicy: (asked) =>
    decisions(asked, (each) =>
      each === action ? { EvalDecision: 'implicitDeny', ...more(each) } : {},
    ),
});

/** A bus with so many rules beside the stage's. */
const crowded = (others: number): Answers => ({
  ListRules: () =>
    json({
      Rules: [...rulesAsDeployed, ...Array.from({ length: others }, (_, n) => ({ Name: `r${n}` }))],
    }),
});

const missingQueue = (name: string): Answers => ({
  GetQueueUrl: ({ body }) =>
    body.includes(`"${name}"`)
      ? refused('QueueDoesNotExist')
      : json({ QueueUrl: `https://sqs.${home}.amazonaws.com/${ownAccount}/other` }),
});

/** What some queues have in them, by their names. */
const depths = (of: Readonly<Record<string, SentAnswer>>): Answers => ({
  GetQueueAttributes: ({ body }) =>
    Object.entries(of).find(([name]) => body.includes(`/${name}"`))?.[1] ?? depthAnswer(0),
});

/** The alarms of the stage, the first one changed, and others that there are. */
const alarmWith = (changes: object, ...others: readonly object[]): Answers => ({
  DescribeAlarms: () => {
    const [first, ...more] = alarmsAsDeployed;
    return json({ MetricAlarms: [{ ...first, ...changes }, ...more, ...others] });
  },
});

const cases: readonly Case[] = [
  {
    what: 'no trail',
    answers: trails.none,
    told: {
      check: 'trail',
      state: 'mend',
      says: 'there is no trail, so all 17 rules miss what no service tells by itself',
      mend: /^Make a trail for all regions with management events/,
    },
  },
  {
    what: 'a trail that is off',
    answers: trails.off,
    told: { check: 'trail', state: 'mend', says: /^no trail is on that records/ },
  },
  {
    what: 'a trail of reads only',
    answers: trails.reads,
    told: { check: 'trail', state: 'mend', says: /management events of writes/ },
  },
  {
    what: 'a trail of data events only',
    answers: trails.data,
    told: { check: 'trail', state: 'mend' },
  },
  {
    what: 'a trail that leaves services out',
    answers: trails.advanced,
    told: { check: 'trail', state: 'mend' },
  },
  {
    what: 'a trail that nobody may look at',
    answers: { GetEventSelectors: () => refused() },
    told: {
      check: 'trail',
      state: 'unknown',
      mend: 'Look again with credentials that may cloudtrail:GetEventSelectors there.',
    },
  },
  {
    what: 'an event rule that is missing',
    answers: { ListRules: () => json({ Rules: without('made-aws-ec2', undefined) }) },
    told: {
      check: 'event rules',
      state: 'mend',
      says: 'no rule has the pattern of aws-ec2: those events do not come, or other ones do',
      mend: /^Deploy the (member )?stack of stage test there again/,
    },
  },
  {
    what: 'an event rule that is off',
    answers: { ListRules: () => json({ Rules: without('made-aws-ec2', { State: 'DISABLED' }) }) },
    told: {
      check: 'event rules',
      state: 'mend',
      says: /made-aws-ec2 \(aws-ec2\) is off/,
      mend: 'Enable the rule made-aws-ec2.',
    },
  },
  {
    what: 'an event rule of an older version',
    answers: {
      ListRules: () =>
        json({ Rules: without('made-aws-tags', { EventPattern: '{"source":["aws.tag"]}' }) }),
    },
    told: { check: 'event rules', state: 'mend', says: /no rule has the pattern of aws-tags/ },
  },
  {
    what: 'event rules that send elsewhere',
    answers: { ListRuleNamesByTarget: () => json({ RuleNames: [] }) },
    told: {
      check: 'event rules',
      state: 'mend',
      says: /aws-tags, aws-autoscaling.* does not send to arn:aws:/,
    },
  },
  {
    what: "event rules that are missing on the stage's own bus",
    answers: {
      ListRules: ({ body }) =>
        json({ Rules: body.includes('"EventBusName":"default"') ? rulesAsDeployed : [] }),
    },
    told: {
      check: 'event rules',
      state: 'mend',
      where: /, bus heirtag-test$/,
      says: /^none of the \d+ rules is there/,
    },
  },
  {
    what: 'a bus that is not there',
    answers: {
      ListRules: ({ body }) =>
        body.includes('"EventBusName":"default"')
          ? json({ Rules: rulesAsDeployed })
          : refused('ResourceNotFoundException'),
    },
    told: {
      check: 'event rules',
      state: 'mend',
      says: 'there is no bus heirtag-test: no event comes',
      mend: /^Deploy the stack of stage test there/,
    },
  },
  {
    what: 'event rules that nobody may look at',
    answers: { ListRules: () => refused() },
    told: { check: 'event rules', state: 'unknown', mend: /may events:ListRules there/ },
  },
  {
    what: 'event rules whose targets nobody may look at',
    answers: { ListRuleNamesByTarget: () => refused() },
    told: { check: 'event rules', state: 'unknown', mend: /may events:ListRuleNamesByTarget/ },
  },
  {
    what: 'a default bus that is full',
    answers: { ...crowded(300), GetServiceQuota: () => json({ Quota: { Value: 300 } }) },
    told: {
      check: 'quotas',
      state: 'mend',
      says: /^the bus has 3\d\d rules, and may have 300: /,
      mend: /Have the quota "Number of rules" of EventBridge raised there/,
    },
  },
  {
    what: 'a default bus that may have few rules, as regions that were opened later',
    answers: {
      ...crowded(90),
      GetServiceQuota: () => refused('NoSuchResourceException'),
      GetAWSDefaultServiceQuota: () => json({ Quota: { Value: 100 } }),
    },
    told: { check: 'quotas', state: 'mend', says: /, and may have 100: / },
  },
  {
    what: 'a quota of rules that nobody may look at',
    answers: { ...crowded(90), GetServiceQuota: () => refused() },
    told: { check: 'quotas', state: 'unknown', mend: /may servicequotas:GetServiceQuota there/ },
  },
  {
    what: 'a first quota of rules that nobody may look at',
    answers: {
      ...crowded(90),
      GetServiceQuota: () => refused('NoSuchResourceException'),
      GetAWSDefaultServiceQuota: () => refused(),
    },
    told: {
      check: 'quotas',
      state: 'unknown',
      mend: /may servicequotas:GetAWSDefaultServiceQuota/,
    },
  },
  {
    what: 'a quota of rules without a number',
    answers: { ...crowded(90), GetServiceQuota: () => json({ Quota: {} }) },
    told: { check: 'quotas', state: 'unknown', says: /did not say how many rules a bus may have/ },
  },
  {
    what: 'a queue that is not there',
    answers: missingQueue('changes'),
    told: {
      check: 'event targets',
      state: 'mend',
      says: `the queue ${queueArn} is not there: no event is taken`,
      mend: 'Deploy the stack of stage test there again.',
    },
  },
  {
    what: 'a target without a queue for what cannot be delivered',
    answers: { ListTargetsByRule: () => json({ Targets: [{ Id: 'one', Arn: queueArn }] }) },
    told: {
      check: 'event targets',
      state: 'mend',
      says: /^the target of made-aws-tags, .* has no queue for what cannot be delivered/,
      mend: 'Deploy the stack of stage test there again.',
    },
  },
  {
    what: 'a queue for what cannot be delivered that is not there',
    answers: missingQueue('undelivered'),
    told: {
      check: 'event targets',
      state: 'mend',
      says: /^the queue undelivered, .* is not there/,
    },
  },
  {
    what: 'events that could not be delivered',
    answers: depths({ undelivered: depthAnswer(3) }),
    told: {
      check: 'event targets',
      state: 'mend',
      says: 'events that could not be delivered wait in undelivered: 3',
      mend: /docs\/runbook.md .* "intake-dead-letters"/,
    },
  },
  {
    what: 'a queue that hands out no more',
    answers: depths({ changes: depthAnswer(0, 110_000) }),
    told: {
      check: 'quotas',
      state: 'mend',
      says: /^110000 messages of .* and a queue takes 120000/,
    },
  },
  {
    what: 'no alarm',
    answers: { DescribeAlarms: () => json({ MetricAlarms: [] }) },
    told: {
      check: 'alarms',
      state: 'mend',
      says: 'not there: heirtag-test-dead-letters, heirtag-test-lag; nobody is told of what they watch',
      mend: 'Deploy the stack of stage test there again.',
    },
  },
  {
    what: 'an alarm that is left of several',
    answers: { DescribeAlarms: () => json({ MetricAlarms: alarmsAsDeployed.slice(0, 1) }) },
    told: { check: 'alarms', state: 'mend', says: /^not there: heirtag-test-lag; nobody is told/ },
  },
  {
    what: 'alarms of a stage whose name begins as its own does, in the place of its own',
    answers: alarmWith({ AlarmName: 'heirtag-test-eu-dead-letters' }),
    told: { check: 'alarms', state: 'mend', says: /^not there: heirtag-test-dead-letters; / },
  },
  {
    what: 'a stage that does not say which alarms it has',
    answers: {
      'GET /2015-03-31/functions': () => functionsWith({}, { HEIRTAG_ALARMS: undefined }),
    },
    told: { check: 'alarms', state: 'unknown', says: /does not say which alarms it has/ },
  },
  {
    what: 'a topic that nobody is subscribed to',
    answers: { ListSubscriptionsByTopic: () => subscribersAnswer() },
    told: {
      check: 'alarms',
      state: 'mend',
      says: `alarms are told to ${topicArn}, and nobody hears them: nobody is subscribed`,
      mend: /^Subscribe somebody \(`alarmEmails`/,
    },
  },
  {
    what: 'a topic whose subscribers never confirmed',
    answers: { ListSubscriptionsByTopic: () => subscribersAnswer('PendingConfirmation') },
    told: { check: 'alarms', state: 'mend', says: /: none of 1 subscriptions is confirmed$/ },
  },
  {
    what: 'a topic that is not there',
    answers: { ListSubscriptionsByTopic: () => queryError(404, 'NotFound', 'no topic') },
    told: { check: 'alarms', state: 'mend', says: /: it is not there$/ },
  },
  {
    what: 'a topic that nobody may look at',
    answers: { ListSubscriptionsByTopic: () => queryRefused },
    told: { check: 'alarms', state: 'unknown', mend: /may sns:ListSubscriptionsByTopic there/ },
  },
  {
    what: 'an alarm that is raised',
    answers: alarmWith({ StateValue: 'ALARM', StateReason: '1 datapoint was over 0' }),
    told: {
      check: 'alarms',
      state: 'mend',
      says: 'heirtag-test-dead-letters is raised: 1 datapoint was over 0',
      mend: 'docs/runbook.md says what to do, under "dead-letters".',
    },
  },
  {
    what: 'an alarm whose actions are off',
    answers: alarmWith({ ActionsEnabled: false }),
    told: { check: 'alarms', state: 'mend', says: /^heirtag-test-dead-letters tell nobody/ },
  },
  {
    what: 'an alarm that tells nobody',
    answers: alarmWith({ AlarmActions: [] }),
    told: { check: 'alarms', state: 'mend', mend: /enable-alarm-actions/ },
  },
  {
    what: 'a role that is not there',
    answers: { GetRole: () => queryError(404, 'NoSuchEntity', 'no such role') },
    told: {
      check: 'role',
      state: 'mend',
      says: 'there is no role heirtag-test-tagger: nothing of the account is read or tagged',
      mend: 'Deploy the member stack of stage test there.',
    },
  },
  {
    what: 'a role that wants another external id',
    answers: { GetRole: () => roleAnswer(trustOf('other')) },
    told: {
      check: 'role',
      state: 'mend',
      where: `account ${otherAccount}`,
      says: /it asks for the external id "other"; expected "heirtag-test"/,
    },
  },
  {
    what: 'a role that lets others take it',
    answers: { GetRole: () => roleAnswer(trustOf('heirtag-test', ['arn:aws:iam::1:role/x'])) },
    told: { check: 'role', state: 'mend', says: new RegExp(`and not ${workerRole}`) },
  },
  {
    what: 'a role that trusts another account',
    answers: {
      GetRole: () =>
        roleAnswer({
          Statement: {
            Effect: 'Allow',
            Action: ['sts:AssumeRole'],
            Principal: { AWS: ['arn:aws:iam::999999999999:root'] },
          },
        }),
    },
    told: { check: 'role', state: 'mend', says: /trusts .*999999999999.* and not account/ },
  },
  {
    what: 'a role whose trust has no external id',
    answers: {
      GetRole: () =>
        roleAnswer({
          Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: ownAccount } },
        }),
    },
    told: { check: 'role', state: 'mend', says: /asks for no external id/ },
  },
  {
    what: 'a role that nobody may look at',
    answers: { GetRole: () => queryRefused },
    told: { check: 'role', state: 'unknown', mend: /may iam:GetRole there/ },
  },
  {
    what: 'a permission that is missing',
    answers: refusing('ec2:DescribeVolumes'),
    told: {
      check: 'permissions',
      state: 'mend',
      says: `${workerRole} may not ec2:DescribeVolumes in ${home}`,
    },
  },
  {
    what: 'a permission that the organization refuses',
    answers: refusing('ec2:CreateTags', () => ({
      OrganizationsDecisionDetail: { AllowedByOrganizations: 'false' },
    })),
    told: {
      check: 'permissions',
      state: 'mend',
      says: /may not ec2:CreateTags in .*: a policy of the organization refuses it/,
    },
  },
  {
    what: "a permission that is beyond the role's boundary",
    answers: refusing('ec2:CreateTags', () => ({
      PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: 'false' },
    })),
    told: { check: 'permissions', state: 'mend', says: /the role's permissions boundary/ },
  },
  {
    what: 'a permission that is refused for one type only',
    answers: refusing('rds:AddTagsToResource', () => ({
      EvalDecision: 'allowed',
      ResourceSpecificResults: {
        member: { EvalResourceName: 'any', EvalResourceDecision: 'explicitDeny' },
      },
    })),
    told: { check: 'permissions', state: 'mend', says: /may not rds:AddTagsToResource/ },
  },
  {
    what: 'a worker that may not take a role',
    answers: refusing('sts:AssumeRole'),
    told: {
      check: 'permissions',
      state: 'mend',
      says: `${workerRole} may not sts:AssumeRole on arn:aws:iam::${otherAccount}:role/heirtag-test-tagger`,
    },
  },
  {
    what: 'permissions that nobody may ask about',
    answers: { SimulatePrincipalPolicy: () => queryRefused },
    told: { check: 'permissions', state: 'unknown', mend: /may iam:SimulatePrincipalPolicy/ },
  },
  {
    what: 'too few functions at once',
    answers: {
      'GET /2016-08-19/account-settings': () =>
        json({ AccountLimit: { UnreservedConcurrentExecutions: 5 } }),
    },
    told: { check: 'quotas', state: 'mend', says: /up to 5 functions .* wants 10 workers/ },
  },
  {
    what: 'a limit of functions at once without a number',
    answers: { 'GET /2016-08-19/account-settings': () => json({ AccountLimit: {} }) },
    told: { check: 'quotas', state: 'unknown', says: /did not say how many functions/ },
  },
  {
    what: 'a quota that nobody may look at',
    answers: { 'GET /2016-08-19/account-settings': () => ({ ...refused(), status: 403 }) },
    told: { check: 'quotas', state: 'unknown', mend: /may lambda:GetAccountSettings/ },
  },
  {
    what: 'other accounts, and no role there',
    examined: { roleElsewhere: undefined },
    told: {
      check: 'account',
      where: `account ${otherAccount}`,
      state: 'unknown',
      mend: 'Name a role that you may take there: --assume-role ROLE.',
    },
  },
  {
    what: 'credentials of another account',
    answers: { 'GET /2015-03-31/functions': () => json({ Functions: [] }) },
    told: { check: 'stage', state: 'unknown', says: /no function there has the role heirtag-test/ },
  },
  {
    what: 'no region',
    examined: { region: undefined },
    told: { check: 'stage', state: 'unknown', mend: 'Name it: --region REGION.' },
  },
];

describe('a doctor of AWS', () => {
  it.each(cases)('tells of $what, and how to mend it', async ({ answers, examined, told }) => {
    const { findings } = await examine(answers, examined);
    const expected = Object.fromEntries(
      Object.entries(told).map(([key, value]) => [
        key,
        value instanceof RegExp ? expect.stringMatching(value) : value,
      ]),
    );

    expect(bad(findings)).toContainEqual(expect.objectContaining(expected));
    expect(bad(findings).every(({ check, mend }) => check === told.check && mend !== null)).toBe(
      true,
    );
  });

  it('tells of a role elsewhere that the operator may not take', async () => {
    const { findings } = await examine({ AssumeRole: () => queryRefused });

    expect(bad(findings).length).toBeGreaterThan(1);
    for (const { where, state, mend } of bad(findings)) {
      expect(where).toContain(otherAccount);
      expect(state).toBe('unknown');
      expect(mend).toContain(`may sts:AssumeRole on arn:aws:iam::${otherAccount}:role/Operator`);
    }
  });

  it('says nothing of what could not be delivered where nobody may see where it goes', async () => {
    const { findings } = await examine({ ListTargetsByRule: () => refused() });

    const says = findings.filter(({ check }) => check === 'event targets').map((each) => each.says);
    expect(says).toContain(`${queueArn} takes events`);
    expect(says.join()).not.toContain('undelivered');
  });

  it('needs no permission but those that its document names', async () => {
    const document = readFileSync(join(import.meta.dirname, '../../../../docs/aws.md'), 'utf8');
    const byQuota = {
      GetServiceQuota: () => refused('NoSuchResourceException'),
      GetAWSDefaultServiceQuota: () => json({ Quota: { Value: 300 } }),
    };
    const asked = [...operations, ...Object.keys(byQuota)];
    const all = await Promise.all(
      asked.map((operation) =>
        examine({
          ...(operation === 'ListRules' ? {} : crowded(90)),
          ...byQuota,
          [operation]: () => refusalOf(operation),
        }),
      ),
    );
    const told = all.flatMap(({ findings }) =>
      bad(findings).flatMap(({ mend }) => /may (\w+:\w+)/.exec(mend ?? '')?.[1] ?? []),
    );

    expect(new Set(told).size).toBe(asked.length);
    expect([...new Set(told)].filter((each) => !document.includes(`\`${each}\``))).toEqual([]);
  });

  it('tells of a queue once, though two buses send to it', async () => {
    const { findings } = await examine(
      depths({ undelivered: depthAnswer(3), changes: depthAnswer(0, 110_000) }),
    );

    expect(bad(findings).map(({ check, where }) => [check, where])).toEqual([
      ['quotas', `account ${ownAccount}, ${home}`],
      ['event targets', `account ${ownAccount}, ${home}`],
    ]);
  });

  it('leaves alarms of a stage alone whose name begins as its own does', async () => {
    const other = { ...alarmsAsDeployed[0], AlarmName: 'heirtag-test-eu-lag', StateValue: 'ALARM' };
    const { findings } = await examine(alarmWith({}, other, { ...other, ActionsEnabled: false }));

    expect(bad(findings)).toEqual([]);
  });

  it('asks for no quota of rules where a bus has few', async () => {
    const { findings, asked } = await examine(crowded(40));

    expect(bad(findings)).toEqual([]);
    expect(asked.filter(({ operation }) => operation.endsWith('ServiceQuota'))).toEqual([]);
  });

  it('takes a bus with many rules where its quota was raised', async () => {
    const { findings } = await examine({
      ...crowded(300),
      GetServiceQuota: () => json({ Quota: { Value: 1000 } }),
    });

    expect(bad(findings)).toEqual([]);
  });

  it('takes a trail of advanced selectors that leaves nothing out', async () => {
    const FieldSelectors = [
      { Field: 'eventCategory', Equals: ['Management'] },
      { Field: 'readOnly', Equals: ['false'] },
    ];
    const { findings } = await examine({
      GetEventSelectors: () => json({ AdvancedEventSelectors: [{ FieldSelectors }] }),
    });

    expect(bad(findings)).toEqual([]);
  });

  it('takes a trail whose selectors were never set', async () => {
    const { findings } = await examine(selectors());

    expect(bad(findings)).toEqual([]);
  });

  it('takes a trail beside one that it may not look at', async () => {
    const { findings } = await examine({
      DescribeTrails: () =>
        json({ trailList: [{ TrailARN: 'of-the-organization' }, { TrailARN: 'own' }] }),
      GetTrailStatus: ({ body }) =>
        body.includes('of-the-organization') ? refused() : json({ IsLogging: true }),
    });

    expect(bad(findings)).toEqual([]);
  });

  it('takes event rules that are on for all management events, too', async () => {
    const State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    const { findings } = await examine({
      ListRules: () => json({ Rules: without('made-aws-ec2', { State }) }),
    });

    expect(bad(findings)).toEqual([]);
  });

  it('cannot tell of an organization whose accounts the API did not tell', async () => {
    const { findings } = await examine({
      'GET /2015-03-31/functions': () => functionsWith({ accounts: [], isOrganization: true }),
    });

    expect(bad(findings)).toEqual([
      expect.objectContaining({ check: 'account', where: 'stage test', state: 'unknown' }),
    ]);
  });

  it('asks for no trail where no rule that is on needs one', async () => {
    const { findings, asked } = await examine(trails.none, { rulesOn: new Map() });

    expect(bad(findings)).toEqual([]);
    expect(asked.filter(({ operation }) => operation === 'DescribeTrails')).toEqual([]);
  });

  it('names of the rules that miss something only those that are on', async () => {
    const rulesOn = new Map([[ownAccount, new Set([groupRule] as const)]]);
    const { findings } = await examine(trails.none, { rulesOn });

    expect(bad(findings).map(({ says }) => says)).toEqual([
      expect.stringMatching(/by itself: autoscaling-group\/ec2-instance$/),
      expect.stringMatching(/by itself: autoscaling-group\/ec2-instance$/),
    ]);
  });

  it('looks at those accounts of an organization that have turned something on', async () => {
    const { findings } = await examine(
      {
        'GET /2015-03-31/functions': () => functionsWith({ accounts: [], isOrganization: true }),
      },
      { rulesOn: new Map([['777788889999', new Set([groupRule] as const)]]) },
    );

    expect(bad(findings)).toEqual([]);
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'role', where: 'account 777788889999' }),
    );
  });
});
