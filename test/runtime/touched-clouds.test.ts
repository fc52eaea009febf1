import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { openers } from '../../lib/variants/all-openers.ts';
import { readEnvironment } from '../../src/runtime/environment.ts';
import { openFoundation } from '../../src/runtime/foundation.ts';
import { createServices } from '../../src/runtime/services.ts';
import { touchesCloudOf } from '../../src/runtime/touched-clouds.ts';

const accounts = { alibaba: '1000000000000001', aws: '111122223333' } as const;

const settings = {
  alibaba: { accounts: [{ accountId: accounts.alibaba, accessKeySecret: 'secret' }] },
  aws: {
    ownAccount: accounts.aws,
    regions: ['eu-west-1'],
    tagger: 'heirtag-dev-tagger',
    externalId: 'heirtag-dev',
  },
} as const;

const stages: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['no cloud', {}],
  ['the simulated cloud', { HEIRTAG_SIMULATOR_TABLE: 'simulator' }],
  ['Alibaba Cloud', { HEIRTAG_CLOUD_SETTINGS: JSON.stringify({ alibaba: settings.alibaba }) }],
  ['AWS', { HEIRTAG_CLOUD_SETTINGS: JSON.stringify({ aws: settings.aws }) }],
  [
    'AWS and the simulated cloud',
    {
      HEIRTAG_SIMULATOR_TABLE: 'simulator',
      HEIRTAG_CLOUD_SETTINGS: JSON.stringify({ aws: settings.aws }),
    },
  ],
  ['all', { HEIRTAG_CLOUD_SETTINGS: JSON.stringify(settings) }],
];

it.each(stages)('a stage with %s touches the clouds that are opened for it', (_, variables) => {
  const environment = readEnvironment({
    HEIRTAG_STATE_TABLE: 'state',
    HEIRTAG_CHANGES_QUEUE_URL: 'http://queue.test/changes',
    HEIRTAG_DEAD_LETTER_QUEUE_URL: 'http://queue.test/dead',
    HEIRTAG_BUS_NAME: 'bus',
    ...variables,
  });
  const foundation = openFoundation(environment, {
    dynamoDb: new DynamoDBClient({}),
    sqs: () => new SQSClient({}),
    eventBridge: () => new EventBridgeClient({}),
  });

  const { hasCloudFor } = createServices(environment, foundation, { openers });

  const all = Object.values(accounts);
  expect(all.map(touchesCloudOf(environment))).toEqual(all.map(hasCloudFor));
});
