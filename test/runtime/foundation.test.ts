import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, it, vi } from 'vitest';
import { openClients } from '../../src/runtime/foundation.ts';

afterEach(() => vi.unstubAllEnvs());

it('gives up a call that nobody answers', async () => {
  const sockets: Socket[] = [];
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  const port = address === null || typeof address === 'string' ? 0 : address.port;
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_MAX_ATTEMPTS', '1');
  const { dynamoDb, sqs, eventBridge } = openClients();

  const ends = await Promise.allSettled([
    dynamoDb.send(new ListTablesCommand({})),
    sqs.send(new ListQueuesCommand({})),
    eventBridge.send(new PutEventsCommand({ Entries: [] })),
  ]);

  for (const end of ends) {
    expect(end).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
  }
  for (const socket of sockets) socket.destroy();
  silent.close();
}, 60_000);
