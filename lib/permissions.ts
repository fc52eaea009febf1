import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';

/** Lets a function call the named DynamoDB operations on one table, and nothing else of it. */
export const onTable = (table: Table, ...operations: readonly string[]): PolicyStatement =>
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
export const onBus = (bus: EventBus): PolicyStatement =>
  new PolicyStatement({ actions: ['events:PutEvents'], resources: [bus.eventBusArn] });
