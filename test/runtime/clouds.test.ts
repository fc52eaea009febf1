import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import type { Place } from '../../src/clouds/opener.ts';
import { AccessDeniedError } from '../../src/model/errors.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import { openFoundation } from '../../src/runtime/foundation.ts';
import { createServices } from '../../src/runtime/services.ts';

const environment = readEnvironment({
  HEIRTAG_STATE_TABLE: 'state',
  HEIRTAG_CHANGES_QUEUE_URL: 'http://queue.test/changes',
  HEIRTAG_DEAD_LETTER_QUEUE_URL: 'http://queue.test/dead',
  HEIRTAG_BUS_NAME: 'bus',
});

const error = new AccessDeniedError({ code: 'AccessDenied', message: 'no', scope: 'account' });

it('counts and logs an account that does not let us in, by its name', () => {
  const counted: unknown[] = [];
  const logged: unknown[] = [];
  const places: Place[] = [];
  createServices(
    environment,
    openFoundation(environment, {
      dynamoDb: new DynamoDBClient({}),
      sqs: () => new SQSClient({}),
      eventBridge: () => new EventBridgeClient({}),
    }),
    {
      meter: { add: (...count) => counted.push(count) },
      log: { error: (...line) => logged.push(line) },
      openers: [{ cloud: 'aws', operations: [], open: (place) => void places.push(place) }],
    },
  );

  places[0]?.onRoleRefused?.({ accountId: '444455556666', error });

  expect(counted).toEqual([['RolesRefused', 1, '444455556666']]);
  expect(logged).toEqual([['an account does not let us in', { accountId: '444455556666', error }]]);
});
