import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions, Match } from 'aws-cdk-lib/assertions';
import { Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type * as z from 'zod/mini';
import { functionsContext } from '../../lib/function-code.ts';
import { Heirtag } from '../../lib/heirtag.ts';
import type { StageProps } from '../../lib/stage-props.ts';
import type { stageSettingsSchema } from '../../lib/stage-settings.ts';
import { stateTableShape } from '../../lib/state-table.ts';
import type { AnnouncementKind } from '../../src/announce/announcements.ts';
import { development, emptyFunctions, production } from './stage-fixture.ts';

/** A team's own stack. */
const openStack = (): Stack => {
  const app = new App({
    context: { [functionsContext]: emptyFunctions },
    analyticsReporting: false,
  });
  return new Stack(app, 'Team');
};

describe('Heirtag in a stack of a team', () => {
  it('brings all that the service needs, and tells what others may want of it', () => {
    const stack = openStack();

    const tags = new Heirtag(stack, 'Tags', { ...development, stage: 'team', tagApi: true });
    const template = Assertions.fromStack(stack);

    template.resourceCountIs('AWS::Events::EventBus', 1);
    template.resourceCountIs('AWS::DynamoDB::Table', 2);
    template.resourceCountIs('AWS::Lambda::Function', 4);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    expect(stack.resolve(tags.bus.eventBusName)).toEqual({ Ref: expect.stringContaining('Tags') });
    expect(stack.resolve(tags.api.apiId)).toEqual({ Ref: expect.stringContaining('AdminApi') });
    expect(stack.resolve(tags.tagApi?.apiId)).toEqual({ Ref: expect.stringContaining('TagApi') });
    expect(stack.resolve(tags.alarmTopic.topicArn)).toEqual({
      Ref: expect.stringContaining('Topic'),
    });
    expect(tags.alarms.length).toBeGreaterThan(10);
  });

  it('takes a bus, a table and a topic of the team instead of its own', () => {
    const stack = openStack();
    const bus = new EventBus(stack, 'OurBus');
    const table = new Table(stack, 'OurTable', { ...stateTableShape });
    const alarmTopic = new Topic(stack, 'OurTopic');

    const tags = new Heirtag(stack, 'Tags', {
      production: true,
      stage: 'team',
      runbookUrl: production.runbookUrl,
      bus,
      table,
      alarmTopic,
    });
    const template = Assertions.fromStack(stack);

    expect([tags.bus, tags.alarmTopic]).toEqual([bus, alarmTopic]);
    template.resourceCountIs('AWS::Events::EventBus', 1);
    template.resourceCountIs('AWS::Events::Archive', 0);
    template.resourceCountIs('AWS::DynamoDB::Table', 1);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: Match.objectLike({
          HEIRTAG_STATE_TABLE: stack.resolve(table.tableName),
          HEIRTAG_BUS_NAME: stack.resolve(bus.eventBusName),
        }),
      },
    });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      AlarmActions: [stack.resolve(alarmTopic.topicArn)],
    });
    template.allResourcesProperties('AWS::Events::Rule', {
      EventBusName: stack.resolve(bus.eventBusName),
    });
  });

  it("lets its functions use the key of the team's table", () => {
    const stack = openStack();
    const encryption = TableEncryption.CUSTOMER_MANAGED;
    const table = new Table(stack, 'OurTable', { ...stateTableShape, encryption });

    new Heirtag(stack, 'Tags', { ...development, stage: 'team', table });

    const key = stack.resolve(table.encryptionKey?.keyArn);
    const policies = Assertions.fromStack(stack).findResources('AWS::IAM::Policy', {
      Properties: {
        PolicyDocument: {
          Statement: Match.arrayWith([
            Match.objectLike({ Action: Match.arrayWith(['kms:Decrypt']), Resource: key }),
          ]),
        },
      },
    });
    expect(Object.keys(policies).length).toBe(2);
  });

  it('lives beside another in one stack', () => {
    const stack = openStack();

    new Heirtag(stack, 'Blue', { ...development, stage: 'blue' });
    new Heirtag(stack, 'Green', { ...development, stage: 'green' });

    Assertions.fromStack(stack).resourceCountIs('AWS::Events::EventBus', 2);
  });

  it('applies a rules file whenever it is another', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'heirtag-rules-'));
    const rulesFile = join(folder, 'rules.yaml');
    await writeFile(rulesFile, 'accounts: { "1000000000000001": { feature: enabled } }');
    const stack = openStack();

    new Heirtag(stack, 'Tags', { ...development, stage: 'team', rulesFile, pruneRules: true });
    await rm(folder, { recursive: true });

    Assertions.fromStack(stack).hasResourceProperties('Custom::HeirtagRules', {
      accounts: '[{"accountId":"1000000000000001","feature":"Enable","rules":[]}]',
      prune: 'true',
    });
  });

  it('fails the synth on a rules file that is wrong, and says where', () => {
    const rulesFile = join(import.meta.dirname, '../../package.json');
    const make = (file: string) =>
      new Heirtag(openStack(), 'Tags', { ...development, stage: 'team', rulesFile: file });

    expect(() => make(rulesFile)).toThrow(/package\.json:2:3: name: is no field of a rules file/);
    expect(() => make('/no/such/file')).toThrow('rulesFile: /no/such/file cannot be read');
  });

  it('prunes nothing where no rules file says what stays', () => {
    const make = () =>
      new Heirtag(openStack(), 'Tags', { ...development, stage: 'team', pruneRules: true });

    expect(make).toThrow('Team/Tags.pruneRules: prunes nothing without rulesFile');
  });

  it('names every setting that is wrong, and where', () => {
    const stack = openStack();
    const wrong = { stage: 'team', production: true, workerMemoryMiB: 1 };

    expect(() => new Heirtag(stack, 'Tags', wrong)).toThrow(
      /Team\/Tags\.workerMemoryMiB: .*Team\/Tags\.alarmEmails: expected at least one/s,
    );
  });

  it('refuses a name that cannot be part of names', () => {
    expect(() => new Heirtag(openStack(), 'Tags', { ...development, stage: 'Team 1' })).toThrow(
      'stage is "Team 1"; expected 1 to 20 small letters',
    );
  });

  it('refuses settings of a bus or table of its own where the team brings theirs', () => {
    const stack = openStack();
    const bus = new EventBus(stack, 'OurBus');
    const table = new Table(stack, 'OurTable', { ...stateTableShape });
    const pointless = { archiveDays: 3, restoredStateTable: 'before' };
    const make = () =>
      new Heirtag(stack, 'Tags', { ...development, stage: 'team', bus, table, ...pointless });

    expect(make).toThrow(
      /Team\/Tags\.archiveDays: .* the bus is yours.*Team\/Tags\.restoredStateTable: .* the table is yours/s,
    );
  });

  it('takes the settings of a stage, but for those that the stack says', () => {
    type Settings = Omit<z.input<typeof stageSettingsSchema>, 'account' | 'region'>;

    expectTypeOf<keyof StageProps>().toEqualTypeOf<keyof Settings>();
    expectTypeOf<Settings>().toExtend<StageProps>();
    expectTypeOf<StageProps['clouds']>().toEqualTypeOf<
      readonly ('alibaba' | 'aws')[] | undefined
    >();
    expectTypeOf<StageProps['eventsOut']>().toEqualTypeOf<
      readonly AnnouncementKind[] | undefined
    >();
    // @ts-expect-error there is no cloud aliyun
    ({ production: false, clouds: ['aliyun'] }) satisfies StageProps;
  });
});
