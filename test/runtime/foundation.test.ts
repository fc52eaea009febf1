import { createServer } from 'node:http';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import { afterEach, expect, it, vi } from 'vitest';
import { openClients } from '../../src/runtime/foundation.ts';
import { listenOnLoopback } from '../loopback.ts';

afterEach(() => vi.unstubAllEnvs());

it('gives up a call that nobody answers, after three tries', async () => {
  let tries = 0;
  const { endpoint, stop } = await listenOnLoopback(
    createServer(() => {
      tries += 1;
    }),
  );
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const { dynamoDb, sqs, eventBridge } = openClients();

  const ends = await Promise.allSettled([
    dynamoDb.send(new ListTablesCommand({})),
    sqs().send(new ListQueuesCommand({})),
    eventBridge().send(new PutEventsCommand({ Entries: [] })),
  ]);

  for (const end of ends) {
    expect(end).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
  }
  expect(tries).toBe(3 * ends.length);
  await stop();
}, 60_000);
