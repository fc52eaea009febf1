import { createServer, type IncomingMessage } from 'node:http';
import * as z from 'zod/mini';
import type { Listening } from '../loopback.ts';
import { type Permission, permission } from './permissions.ts';

/** Endpoints of the emulators, by the name that the AWS protocols have in `x-amz-target`. */
export type Emulators = Readonly<
  Record<'DynamoDB_20120810' | 'AmazonSQS' | 'AWSEvents', { readonly endpoint: string }>
>;

export type RecordingProxy = Listening & {
  /** What the calls so far need, by who made them: session token, or access key where there is none. */
  readonly needed: (caller: string) => ReadonlySet<Permission>;
  /** Answers every DynamoDB call with a 500 while some work lasts. */
  readonly withoutDynamoDb: (work: () => Promise<void>) => Promise<void>;
};

const iamServices: Readonly<Record<string, string>> = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  AWSEvents: 'events',
};

/** Calls whose permission has another name. Source: service authorization reference, Amazon SQS. */
const otherActions: Readonly<Record<string, string>> = {
  SendMessageBatch: 'SendMessage',
  DeleteMessageBatch: 'DeleteMessage',
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
};

const requestSchema = z.looseObject({
  TableName: z.optional(z.string()),
  RequestItems: z.optional(z.record(z.string(), z.unknown())),
  QueueUrl: z.optional(z.string()),
  Entries: z.optional(z.array(z.looseObject({ EventBusName: z.optional(z.string()) }))),
});

/** Names of the resources a request is about. */
const resourcesIn = (body: string): readonly string[] => {
  const { TableName, RequestItems, QueueUrl, Entries } = requestSchema.parse(JSON.parse(body));
  return [
    TableName,
    ...Object.keys(RequestItems ?? {}),
    QueueUrl?.split('/').at(-1),
    ...(Entries ?? []).map(({ EventBusName }) => EventBusName),
  ].filter((name) => name !== undefined);
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
};

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !['host', 'connection', 'content-length', 'expect'].includes(name))
      .map(([name, value]) => [name, String(value)]),
  );

/** A role's credentials are told by their session token, an operator's by the access key. */
const callerOf = ({ headers }: IncomingMessage): string => {
  const [, accessKeyId = ''] = /Credential=([^/]+)/.exec(headers.authorization ?? '') ?? [];
  return String(headers['x-amz-security-token'] ?? accessKeyId);
};

/** One AWS endpoint on loopback in front of all emulators, which notes who needed which permission. */
export const startRecordingProxy = async (emulators: Emulators): Promise<RecordingProxy> => {
  const needed = new Map<string, Set<Permission>>();
  const note = (caller: string, service: string, operation: string, body: string): void => {
    const action = `${iamServices[service]}:${otherActions[operation] ?? operation}`;
    const permissions = needed.get(caller) ?? new Set();
    needed.set(caller, permissions);
    for (const resource of resourcesIn(body)) permissions.add(permission(action, resource));
  };

  let isDynamoDbDown = false;
  const forward = async (request: IncomingMessage) => {
    const body = await bodyOf(request);
    const [service = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
    const target = Object.entries(emulators).find(([name]) => name === service)?.[1];
    if (target === undefined) throw new Error(`no emulator for ${service} ${operation}`);
    const caller = callerOf(request);
    note(caller, service, operation, body);
    if (isDynamoDbDown && target === emulators.DynamoDB_20120810) {
      return Response.json({ __type: 'InternalServerError', message: 'down' }, { status: 500 });
    }
    return fetch(target.endpoint, { method: 'POST', headers: headersOf(request), body });
  };

  const server = createServer((request, response) => {
    forward(request)
      .then(async (answer) => {
        const body = Buffer.from(await answer.arrayBuffer());
        const { 'content-encoding': _, ...headers } = Object.fromEntries(answer.headers);
        response.writeHead(answer.status, { ...headers, 'content-length': body.length }).end(body);
      })
      .catch((error: unknown) => response.writeHead(502).end(String(error)));
  });
  const endpoint = await new Promise<string>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`);
    });
  });
  return {
    endpoint,
    needed: (caller) => needed.get(caller) ?? new Set(),
    withoutDynamoDb: async (work) => {
      isDynamoDbDown = true;
      await work().finally(() => {
        isDynamoDbDown = false;
      });
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};
