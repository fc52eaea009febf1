import { ArnFormat, Stack, Token, Validations } from 'aws-cdk-lib';
import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { IConstruct } from 'constructs';
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

/** The ARN of secrets of the stage's own account and region. @param name `*` and `?` stand for others */
const secretArn = (scope: IConstruct, name: string): string =>
  Stack.of(scope).formatArn({
    service: 'secretsmanager',
    resource: 'secret',
    resourceName: name,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** A part of an ARN as findings of the checks tell it. */
const asFound = (part: string, name: string): string =>
  Token.isUnresolved(part) ? `<AWS::${name}>` : part;

/** The ARN of secrets of the stage's own account and region, as findings tell it. */
const foundSecretArn = (scope: IConstruct, name: string): string => {
  const { partition, region, account } = Stack.of(scope);
  const place = `${asFound(region, 'Region')}:${asFound(account, 'AccountId')}`;
  return `arn:${asFound(partition, 'Partition')}:secretsmanager:${place}:secret:${name}`;
};

/** How the names of a stage's access key secrets begin. */
export const secretPrefixOf = (stage: string): string => `heirtag/${stage}/access-keys/`;

/** Lets a function call the named Secrets Manager operations on the stage's access key secrets. */
export const letUseSecrets = (
  { function: target, role }: HeirtagFunction,
  stage: string,
  ...operations: readonly string[]
): void => {
  const arn = secretArn(target, `${secretPrefixOf(stage)}*`);
  role.addToPolicy(
    new PolicyStatement({
      actions: operations.map((operation) => `secretsmanager:${operation}`),
      resources: [arn],
    }),
  );
  Validations.of(role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${foundSecretArn(target, `${secretPrefixOf(stage)}*`)}]`,
    reason: "Secrets come and go with their access keys; the prefix is the stage's own.",
  });
};

/** Lets a function read secrets by their names: of each that one, whatever Secrets Manager adds to its name. */
export const letReadSecrets = (
  { function: target, role }: HeirtagFunction,
  names: readonly string[],
): void => {
  if (names.length === 0) return;
  const arns = names.map((name) => secretArn(target, `${name}-??????`));
  role.addToPolicy(
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: arns }),
  );
};
