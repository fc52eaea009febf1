import { App, CfnOutput, Stack } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Heirtag } from 'heirtag/cdk';

const app = new App();
const stack = new Stack(app, 'Operations');

// What the team has already: alarms of everything go there.
const alarmTopic = new Topic(stack, 'Alarms', { enforceSSL: true });

// A policy of the topic's own, as enforceSSL makes one, takes the place of the one by which alarms may publish.
alarmTopic.grants.publish(
  new ServicePrincipal('cloudwatch.amazonaws.com', {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  }),
);

const tags = new Heirtag(stack, 'Tags', {
  stage: 'example',
  production: false,
  simulator: true,
  alarmTopic,
});

new CfnOutput(stack, 'TagsApi', { value: tags.api.apiEndpoint });
new CfnOutput(stack, 'TagsBus', { value: tags.bus.eventBusArn });
