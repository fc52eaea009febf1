import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Log } from '../model/telemetry.ts';
import { dropExpired } from '../storage/drop-expired.ts';

const everyMilliseconds = 600_000;

/** Does what DynamoDB's time to live does: drops what has expired, now and then. @returns what stops it */
export const startExpiryTimer = (
  client: DynamoDBClient,
  table: string,
  log: Log,
): (() => Promise<void>) => {
  let running = Promise.resolve();
  const timer = setInterval(() => {
    running = dropExpired(client, table, Math.floor(Date.now() / 1000)).then(
      () => {},
      (error: unknown) => log.error('what expired was not dropped', { error }),
    );
  }, everyMilliseconds);
  return async () => {
    clearInterval(timer);
    await running;
  };
};
