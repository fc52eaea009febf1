export {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
export { PutEventsCommand } from '@aws-sdk/client-eventbridge';
export {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
/** A function that makes the clients of the worker of AWS, carries the calls that the worker makes, and reads one item. */
export * from './aws-provider-calls.ts';
export { handler, made } from './only-aws-clients.ts';
