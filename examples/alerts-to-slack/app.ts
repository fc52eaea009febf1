import { App, Stack } from 'aws-cdk-lib';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Heirtag } from 'heirtag/cdk';

const app = new App();
const stack = new Stack(app, 'Tags');

const tags = new Heirtag(stack, 'Heirtag', {
  stage: 'alerts',
  production: false,
  simulator: true,
  runbookUrl: 'https://wiki.example.com/heirtag/runbook.md',
});

// Each message links the alarm's article of the runbook.
new SlackChannelConfiguration(stack, 'Slack', {
  slackChannelConfigurationName: 'heirtag',
  slackWorkspaceId: 'T0000000000',
  slackChannelId: 'C0000000000',
  notificationTopics: [tags.alarmTopic],
});
