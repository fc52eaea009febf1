import { randomUUID } from 'node:crypto';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import * as z from 'zod/mini';
import { startEmbeddedDynamoDb } from '../../src/local/embedded-dynamodb.ts';
import { startEventBus } from '../../src/local/event-bus-endpoint.ts';
import { createSendBodies } from '../../src/queue/send-bodies.ts';
import { type Listening, listenFor } from '../loopback.ts';
import { type RecordingProxy, startRecordingProxy } from './recording-proxy.ts';
import { eventPatternsOf, refOf, resourcesOf, type Template } from './template.ts';

export const region = 'us-east-1';
const accountId = '000000000000';

/** Tables, queues and bus rules of a template on emulators. Physical names are the logical ids. */
export type EmulatedResources = {
  /** The AWS endpoint that functions talk to. */
  readonly proxy: RecordingProxy;
  /** An operator's client; its calls are not recorded. */
  readonly sqs: SQSClient;
  readonly queueUrlOf: (logicalId: string) => string;
  /** What CloudFormation makes of a value of the template. */
  readonly valueOf: (value: unknown) => string;
  readonly stop: () => Promise<void>;
};

const tableSchema = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
});

const queueSchema = z.looseObject({
  VisibilityTimeout: z._default(z.number(), 30),
  RedrivePolicy: z.optional(
    z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() }),
  ),
});

const startSqs = async (): Promise<Listening> => {
  const app = buildApp({ logger: false, defaultRegion: region });
  const endpoint = await app.listen({ port: 0, host: '127.0.0.1' });
  return { endpoint, stop: () => app.close() };
};

const createTables = async (template: Template, client: DynamoDBClient): Promise<void> => {
  for (const { id, Properties } of resourcesOf(template, 'AWS::DynamoDB::Table')) {
    await client.send(
      new CreateTableCommand({
        TableName: id,
        BillingMode: 'PAY_PER_REQUEST',
        ...tableSchema.parse(Properties),
      }),
    );
  }
};

const redriveOf = ({ RedrivePolicy }: z.infer<typeof queueSchema>) =>
  RedrivePolicy && {
    RedrivePolicy: JSON.stringify({
      ...RedrivePolicy,
      deadLetterTargetArn: `arn:aws:sqs:${region}:${accountId}:${refOf(RedrivePolicy.deadLetterTargetArn)}`,
    }),
  };

const createQueues = async (template: Template, client: SQSClient): Promise<void> => {
  const queues = resourcesOf(template, 'AWS::SQS::Queue').map(({ id, Properties }) => ({
    id,
    queue: queueSchema.parse(Properties),
  }));
  const deadLetters = queues.filter(({ queue }) => queue.RedrivePolicy === undefined);
  for (const { id, queue } of [...deadLetters, ...queues]) {
    await client.send(
      new CreateQueueCommand({
        QueueName: id,
        Attributes: { VisibilityTimeout: String(queue.VisibilityTimeout), ...redriveOf(queue) },
      }),
    );
  }
};

/** Starts the emulators, and makes in them what the template describes. */
export const emulateResources = async (template: Template): Promise<EmulatedResources> => {
  const dynamoDb = await startEmbeddedDynamoDb();
  const sqsServer = await startSqs();
  const operator = { region, credentials: { accessKeyId: 'operator', secretAccessKey: 'any' } };
  const sqs = new SQSClient({ ...operator, endpoint: sqsServer.endpoint });
  const eventBus = startEventBus({
    patterns: eventPatternsOf(template),
    newId: randomUUID,
    clock: Date.now,
    deliver: (bodies) => {
      const [queue] = [...queueIds].filter((id) => id.includes('Changes'));
      return createSendBodies({ client: () => sqs, queueUrl: queueUrlOf(queue ?? '') })(bodies);
    },
  });
  const database = await listenFor(dynamoDb);
  const events = await listenFor(eventBus);
  const proxy = await startRecordingProxy({
    DynamoDB_20120810: database,
    AmazonSQS: sqsServer,
    AWSEvents: events,
  });
  await createTables(template, new DynamoDBClient(dynamoDb.reach));
  await createQueues(template, sqs);

  const queueIds = new Set(resourcesOf(template, 'AWS::SQS::Queue').map(({ id }) => id));
  const queueUrlOf = (id: string): string => `${proxy.endpoint}/${accountId}/${id}`;
  return {
    proxy,
    sqs,
    queueUrlOf,
    valueOf: (value) => {
      const id = refOf(value) ?? z.string().parse(value);
      return queueIds.has(id) ? queueUrlOf(id) : id;
    },
    stop: async () => {
      for (const server of [proxy, events, database, eventBus, sqsServer, dynamoDb])
        await server.stop();
    },
  };
};
