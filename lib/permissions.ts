import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { HeirtagFunction } from './heirtag-function.ts';
import type { StageTable } from './own-parts.ts';

/** Lets a function call the named DynamoDB operations on one table, and nothing else of it. */
export const onTable = (table: StageTable, ...operations: readonly string[]): PolicyStatement =>
  new PolicyStatement({
    actions: operations.map((operation) => `dynamodb:${operation}`),
    resources: [table.tableArn],
  });

/** Lets a function call the named SQS operations on some queues. */
export const onQueues = (
  queues: readonly Queue[],
  ...operations: readonly string[]
): PolicyStatement =>
  new PolicyStatement({
    actions: operations.map((operation) => `sqs:${operation}`),
    resources: queues.map(({ queueArn }) => queueArn),
  });

/** Lets a function put events on a bus. */
export const onBus = (bus: Pick<IEventBus, 'eventBusArn'>): PolicyStatement =>
  new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] });

/** How the names of a stage's access key secrets begin. */
export const secretPrefixOf = (stage: string): string => `heirtag/${stage}/access-keys/`;

/** Lets a function call the named Secrets Manager operations on the stage's access key secrets. */
export const letUseSecrets = (
  { function: target, role }: HeirtagFunction,
  stage: string,
  ...operations: readonly string[]
): void => {
  const arn = Stack.of(target).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: `${secretPrefixOf(stage)}*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  role.addToPolicy(
    new PolicyStatement({
      actions: operations.map((operation) => `secretsmanager:${operation}`),
      resources: [arn],
    }),
  );
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:${secretPrefixOf(stage)}*]`,
    reason: "Secrets come and go with their access keys; the prefix is the stage's own.",
  });
};
