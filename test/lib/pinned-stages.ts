import { App, Stack } from 'aws-cdk-lib';
import { Template as Assertions } from 'aws-cdk-lib/assertions';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { functionsContext } from '../../lib/function-code.ts';
import { Heirtag } from '../../lib/heirtag.ts';
import { stateTableShape } from '../../lib/state-table.ts';
import { appWith, cdkJson, emptyFunctions, production, templateOf } from './stage-fixture.ts';
import { readTemplate, type Template } from './template.ts';

const rulesFile = 'test/fixtures/rules.yaml';

/** All that a stage may have: both clouds, accounts by each way, both buses, all APIs, rules from a file. */
const everything = {
  ...production,
  clouds: ['alibaba', 'aws'],
  account: '111122223333',
  region: 'eu-central-1',
  awsRegions: ['eu-central-1', 'us-east-1'],
  awsAccounts: ['444455556666', '777788889999'],
  alibabaAccounts: [
    {
      accountId: '1000000000000001',
      roleArn: 'acs:ram::1000000000000001:role/heirtag-reader',
      identityProviderArn: 'acs:ram::1000000000000001:oidc-provider/heirtag',
    },
    {
      accountId: '1000000000000002',
      accessKeySecret: 'heirtag/alibaba-2',
      userName: 'heirtag-user',
    },
  ],
  alibabaEventsSecret: 'heirtag/alibaba-events',
  busName: 'audit',
  defaultBus: true,
  tagApi: true,
  rulesFile,
};

const memberTemplate = (): Template =>
  readTemplate(appWith(everything).app.synth().getStackByName('Heirtag-test-member').template);

/** The construct in a stack of a team that gives it bus, table and topic. */
const teamTemplate = (): Template => {
  const context = { ...cdkJson.context, [functionsContext]: emptyFunctions };
  const stack = new Stack(new App({ context, analyticsReporting: false }), 'Team');
  const { alarmEmails: _, ...settings } = production;
  new Heirtag(stack, 'Tags', {
    ...settings,
    simulator: true,
    stage: 'team',
    tagApi: true,
    rulesFile,
    bus: new EventBus(stack, 'OurBus'),
    table: new Table(stack, 'OurTable', { ...stateTableShape }),
    alarmTopic: new Topic(stack, 'OurTopic'),
  });
  return readTemplate(Assertions.fromStack(stack).toJSON());
};

/** Stages as they are deployed; an upgrade must leave all of them what they are. */
export const pinnedStages: Readonly<Record<string, () => Template>> = {
  plain: () => templateOf({ ...production, simulator: true }),
  everything: () => templateOf(everything),
  member: memberTemplate,
  "in a team's stack": teamTemplate,
};
