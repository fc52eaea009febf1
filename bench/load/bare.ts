/**
 * Sends the database requests that a runner made (`observe.ts`) once more, with nothing but the SDK's
 * client, to an embedded database in its own process, as the runner has it.
 *
 *   node --import ./bench/load/observe.ts bench/load/bare.ts <database folder> <notes> <at once>
 */
import {
  BatchGetItemCommand,
  type BatchGetItemCommandInput,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  DynamoDBClient,
  GetItemCommand,
  type GetItemCommandInput,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod/mini';
import { startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { type Note, notesOf, readNotes } from './notes.ts';

const [folder = '', notes = '', atOnce = '1'] = process.argv.slice(2);

/** In the place of a condition on one version: as much work, and true the second time, too. */
const anyVersion = {
  ConditionExpression: 'attribute_not_exists(pk) OR #version <= :version',
  ExpressionAttributeNames: { '#version': 'version' },
  ExpressionAttributeValues: { ':version': { N: '1000000000' } },
} as const;

const again = <T extends { ConditionExpression?: string | undefined }>(input: T): T =>
  input.ConditionExpression === undefined ? input : { ...input, ...anyVersion };

const inputOf = <T>({ body }: Note): T => z.custom<T>().parse(JSON.parse(body));

const senderOf = (client: DynamoDBClient) => {
  const senders: Readonly<Record<string, (note: Note) => Promise<unknown>>> = {
    GetItem: (note) => client.send(new GetItemCommand(inputOf<GetItemCommandInput>(note))),
    BatchGetItem: (note) =>
      client.send(new BatchGetItemCommand(inputOf<BatchGetItemCommandInput>(note))),
    Query: (note) => client.send(new QueryCommand(inputOf<QueryCommandInput>(note))),
    PutItem: (note) => client.send(new PutItemCommand(again(inputOf<PutItemCommandInput>(note)))),
    DeleteItem: (note) =>
      client.send(new DeleteItemCommand(again(inputOf<DeleteItemCommandInput>(note)))),
    BatchWriteItem: (note) =>
      client.send(new BatchWriteItemCommand(inputOf<BatchWriteItemCommandInput>(note))),
  };
  return senders;
};

const server = await startEmbeddedDynamoDb(folder);
const client = new DynamoDBClient(server.reach);
const senders = senderOf(client);
const sends = notesOf(await readNotes(notes), 'DynamoDB').flatMap((note) => {
  const send = senders[note.target.replace(/^.*\./, '')];
  return send === undefined ? [] : [() => send(note)];
});
let next = 0;
const lane = async (): Promise<void> => {
  for (let send = sends[next++]; send !== undefined; send = sends[next++]) await send();
};
await Promise.all(Array.from({ length: Number(atOnce) }, lane));
client.destroy();
await server.stop();
