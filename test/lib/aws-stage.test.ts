import { App } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { awsReads, awsWrites } from '../../lib/aws-permissions.ts';
import { HeirtagMemberStack, type HeirtagMemberStackProps } from '../../lib/member-stack.ts';
import { parseStageSettings } from '../../lib/read-stage-settings.ts';
import { watchedCalls } from '../../src/clouds/aws/catalogue.ts';
import { workerRoleOf } from '../../src/clouds/aws/doctor/stage-facts.ts';
import { awsEvents } from '../../src/clouds/aws/events/events.ts';
import { compilePattern } from '../../src/local/event-pattern.ts';
import { arnOf, noticeOf, onBus, recordOf, tagChangeOf } from '../clouds/aws/events/records.ts';
import { permissionsOf } from './permissions.ts';
import { appWith, cdkJson, development, templateOf } from './stage-fixture.ts';
import { readTemplate, resourcesOf, type Template } from './template.ts';

const withAws = {
  production: false,
  clouds: ['aws'],
  account: '111122223333',
  region: 'eu-central-1',
  awsRegions: ['eu-central-1', 'us-east-1'],
  awsAccounts: ['444455556666'],
} satisfies HeirtagMemberStackProps['settings'];

/** Calls, tags and notices: one of each. */
const eventsOfAws: readonly object[] = [
  ...watchedCalls.map((call) => onBus(recordOf(call))),
  tagChangeOf(arnOf('ec2', 'instance/i-1'), { cost: 'any' }, ['cost']),
  noticeOf('aws.ec2', 'EC2 Instance State-change Notification', { detail: { state: 'running' } }),
];

const { app, stack } = appWith(withAws);
const template = readTemplate(Assertions.fromStack(stack).toJSON());

const memberOf = (settings: object): Template => {
  const { app: withMember } = appWith(settings);
  const { template: made } = withMember.synth().getStackByName('Heirtag-test-member');
  return readTemplate(made);
};
const member = memberOf(withAws);

const patternsIn = (of: Template) =>
  resourcesOf(of, 'AWS::Events::Rule').map(({ Properties }) => ({
    ...z
      .looseObject({ EventBusName: z.optional(z.unknown()), EventPattern: z.string() })
      .parse(Properties),
    targets: Properties.Targets,
  }));

const roleNamed = (of: Template, name: string) => {
  const found = resourcesOf(of, 'AWS::IAM::Role').find(
    ({ Properties }) => Properties.RoleName === name,
  );
  if (found === undefined) throw new Error(`no role ${name}`);
  return found;
};

const actionsOf = (of: Template, name: string): readonly string[] =>
  [...permissionsOf(of, roleNamed(of, name).id)].map((each) => each.split(' on ')[0] ?? '');

describe('a stage that touches AWS', () => {
  it('has no finding, nor has its member stack', () => {
    expect(() => app.synth()).not.toThrow();
    expect(() =>
      appWith({ ...withAws, awsAccounts: [], awsOrganization: 'o-abcde12345' }).app.synth(),
    ).not.toThrow();
  });

  it("takes AWS's events from the default bus, and those of other accounts and regions from its own", () => {
    const rules = patternsIn(template).filter(({ EventPattern }) => EventPattern.includes('aws.'));
    const onDefault = rules.filter(({ EventBusName }) => EventBusName === 'default');

    expect(onDefault.length).toBeGreaterThan(3);
    expect(rules).toHaveLength(2 * onDefault.length);
    for (const { EventPattern } of rules) expect(EventPattern.length).toBeLessThanOrEqual(2048);
  });

  it('keeps what its rules on the default bus take, and none of what others alone take', () => {
    const everywhere = templateOf({ ...withAws, simulator: true, defaultBus: true });
    const [archive, ...others] = resourcesOf(everywhere, 'AWS::Events::Archive').filter(
      ({ Properties }) => Properties.ArchiveName === 'heirtag-test.default',
    );
    const keeps = compilePattern(archive?.Properties.EventPattern);
    const rules = patternsIn(everywhere)
      .filter(({ EventBusName }) => EventBusName === 'default')
      .map(({ EventPattern }) => compilePattern(JSON.parse(EventPattern)));
    const taken = eventsOfAws.filter((event) => rules.some((takes) => takes(event)));

    expect(others).toEqual([]);
    expect(archive?.Properties).toMatchObject({ RetentionDays: 14 });
    expect(JSON.stringify(archive?.Properties.EventPattern).length).toBeLessThanOrEqual(4096);
    expect(JSON.stringify(archive?.Properties.EventPattern)).not.toContain('null');
    expect(taken.length).toBeGreaterThan(40);
    expect(taken).toEqual(expect.arrayContaining(eventsOfAws.slice(-2)));
    expect(taken.filter((event) => !keeps(event))).toEqual([]);
    expect(keeps(onBus(recordOf('lambda:Invoke')))).toBe(false);
    expect(resourcesOf(templateOf({ ...withAws, archiveDays: 0 }), 'AWS::Events::Archive')).toEqual(
      [],
    );
  });

  it('keeps its own calls off the queue, under the names of its roles', () => {
    const [trail] = patternsIn(template).filter(({ EventPattern }) =>
      EventPattern.includes('via CloudTrail'),
    );

    expect(trail?.EventPattern).toContain('heirtag-test-worker');
    expect(trail?.EventPattern).toContain('heirtag-test-tagger');
  });

  it('has the roles and event rules that the doctor looks for, by what its worker is told', () => {
    const [worker] = resourcesOf(template, 'AWS::Lambda::Function').filter(({ id }) =>
      id.startsWith('Work'),
    );
    const { Variables } = z
      .object({ Variables: z.looseObject({ HEIRTAG_CLOUD_SETTINGS: z.string() }) })
      .parse(worker?.Properties.Environment);
    const { aws } = z
      .object({
        aws: z.looseObject({ regions: z.array(z.string()), ownRoles: z.array(z.string()) }),
      })
      .parse(JSON.parse(Variables.HEIRTAG_CLOUD_SETTINGS));
    const expected = awsEvents
      .patterns(aws.regions, aws.ownRoles)
      .map(({ pattern }) => JSON.stringify(pattern));
    const made = patternsIn(template).filter(({ EventBusName }) => EventBusName === 'default');

    expect(made.map(({ EventPattern }) => EventPattern).toSorted()).toEqual(expected.toSorted());
    expect(roleNamed(template, workerRoleOf('test'))).toBeDefined();
  });

  it('says to its functions what it touches', () => {
    const [worker] = resourcesOf(template, 'AWS::Lambda::Function').filter(({ id }) =>
      id.startsWith('Work'),
    );
    const variables = JSON.stringify(worker?.Properties.Environment);

    expect(variables).toContain('"aws:eu-central-1,us-east-1"');
    expect(variables).toContain('444455556666');
    expect(variables).toContain('heirtag-test-tagger');
  });

  it('handles regions of each cloud apart where it touches several', () => {
    const both = templateOf({ ...withAws, simulator: true, cloudRegions: ['cn-hangzhou'] });

    const handled = resourcesOf(both, 'AWS::Lambda::Function').map(({ Properties }) =>
      JSON.stringify(Properties.Environment),
    );

    expect(handled.filter((each) => each.includes('HEIRTAG_CLOUD_REGIONS'))).not.toEqual([]);
    for (const each of handled.filter((variables) => variables.includes('HEIRTAG_CLOUD_REGIONS'))) {
      expect(each).toContain('"alibaba:cn-hangzhou;aws:eu-central-1,us-east-1"');
    }
  });

  it('lets the worker read, tag what inherits, and take the role of that name only', () => {
    const all = permissionsOf(template, roleNamed(template, 'heirtag-test-worker').id);
    const roles = [...all].filter((each) => each.startsWith('sts:'));
    const tagging = [...all].filter((each) => /^ec2:(Create|Delete)Tags/.test(each));

    expect(roles).toHaveLength(1);
    expect(roles[0]).toContain('444455556666:role/heirtag-test-tagger');
    expect(tagging).toHaveLength(14);
    expect(tagging.filter((each) => each.endsWith(' on *'))).toEqual([]);
    expect(actionsOf(template, 'heirtag-test-admin')).not.toContain('ec2:CreateTags');
    expect(actionsOf(template, 'heirtag-test-admin')).toContain('ec2:DescribeVolumes');
  });

  it('lets the accounts that it names put events on its bus', () => {
    const policies = JSON.stringify(resourcesOf(template, 'AWS::Events::EventBusPolicy'));

    expect(policies).toContain('444455556666');
  });
});

const within = { scope: stack, regions: withAws.awsRegions };
const reads = awsReads(within);
const allowed = [reads, ...awsWrites(within)].flatMap(({ actions }) => actions);

describe('the member stack', () => {
  it('is the same from settings that an app of somebody else gives it', () => {
    const app = new App({ context: cdkJson.context, analyticsReporting: false });

    const made = new HeirtagMemberStack(app, 'Ours', { stage: 'test', settings: withAws });

    const { Resources } = Assertions.fromStack(made).toJSON();
    expect(Object.keys(Resources)).toEqual(Object.keys(member.Resources));
  });

  it('is refused where there is nothing to be a member of', () => {
    const make = (settings: HeirtagMemberStackProps['settings'], stage = 'test') =>
      new HeirtagMemberStack(new App(), 'Ours', { stage, settings });

    expect(() => make({ production: false, simulator: true })).toThrow(
      'Ours.clouds: a member stack lets resources of AWS inherit; expected "aws" among them',
    );
    expect(() => make({ production: false, clouds: ['aws'] })).toThrow('Ours.awsRegions: expected');
    expect(() => make(withAws, 'No Name')).toThrow('stage is "No Name"');
  });

  it('has no assets and wants no bootstrapped account', () => {
    expect(JSON.stringify(member)).not.toMatch(/cdk-hnb659fds|BootstrapVersion|S3Bucket/);
  });

  it("has a role that the stage's functions alone may take, by its external id", () => {
    const { Properties } = roleNamed(member, 'heirtag-test-tagger');

    expect(Properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': 'heirtag-test' },
            ArnEquals: { 'aws:PrincipalArn': [expect.anything(), expect.anything()] },
          },
        },
      ],
    });
  });

  it('asks for the organization where the stage names one', () => {
    const { Properties } = roleNamed(
      memberOf({ ...withAws, awsAccounts: [], awsOrganization: 'o-abcde12345' }),
      'heirtag-test-tagger',
    );

    expect(JSON.stringify(Properties.AssumeRolePolicyDocument)).toContain('o-abcde12345');
  });

  it('lets the role read and tag, in the regions of the stage, and nothing else', () => {
    const policies = resourcesOf(member, 'AWS::IAM::Policy').map(({ Properties }) => Properties);
    const document = z
      .looseObject({
        PolicyDocument: z.looseObject({ Statement: z.array(z.looseObject({})) }),
      })
      .parse(policies.find((each) => JSON.stringify(each).includes('ec2:CreateTags')));

    expect(new Set(actionsOf(member, 'heirtag-test-tagger'))).toEqual(new Set(allowed));
    expect(actionsOf(template, 'heirtag-test-worker')).toEqual(expect.arrayContaining(allowed));
    expect(actionsOf(template, 'heirtag-test-admin')).toEqual(
      expect.arrayContaining(reads.actions),
    );
    for (const statement of document.PolicyDocument.Statement) {
      expect(statement).toMatchObject({
        Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] } },
      });
    }
  });

  it('makes the role in one region only, where the stack goes to several', () => {
    const tagger = roleNamed(member, 'heirtag-test-tagger');

    expect(JSON.stringify(tagger)).toContain('"Condition":"MakesRole"');
  });

  it("sends the same events on to the stage's bus", () => {
    const sent = patternsIn(member).map(({ EventPattern }) => EventPattern);
    const taken = patternsIn(template)
      .filter(({ EventBusName }) => EventBusName === 'default')
      .map(({ EventPattern }) => EventPattern);

    expect(sent.toSorted()).toEqual(taken.toSorted());
    expect(JSON.stringify(patternsIn(member)[0]?.targets)).toContain('event-bus/heirtag-test');
  });
});

describe('the settings of a stage that touches AWS', () => {
  it.each([
    [{ clouds: ['aws'] }, /awsRegions: expected with AWS/],
    [{ awsAccounts: ['444455556666'] }, /clouds: awsRegions, awsAccounts/],
    [{ clouds: ['gcp'] }, /clouds\.0/],
  ])('of %j are refused', (settings, message) => {
    expect(() => parseStageSettings({ production: false, ...settings }, 'stages.dev')).toThrow(
      message,
    );
  });
});

describe('a stage that does not touch AWS', () => {
  it('has none of its rules, roles and permissions, and no member stack', () => {
    const plain = JSON.stringify(templateOf(development));
    const ofAws = ['aws.tag', 'ec2:CreateTags', 'role/heirtag', 'CLOUD_SETTINGS', 'us-gov-west-1'];

    expect(ofAws.filter((each) => plain.includes(each))).toEqual([]);
    expect(appWith(development).app.synth().stacks).toHaveLength(1);
  });

  it('keeps off the queue what callers did that are its alone by its settings', () => {
    const own = patternsIn(templateOf({ ...development, ownCallers: ['our-role'] }));

    expect(own.filter(({ EventPattern }) => EventPattern.includes('our-role'))).not.toEqual([]);
  });
});
