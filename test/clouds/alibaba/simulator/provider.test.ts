import { afterAll, beforeAll, expect, it } from 'vitest';
import { patientCall } from '../../../../src/clouds/provider.ts';
import { mayHaveHappened, RetryableError } from '../../../../src/model/errors.ts';
import type { Table } from '../../../../src/storage/table.ts';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { changeOf, writesOf } from '../../ask.ts';
import { providerContract } from '../../provider-contract.ts';
import { troublesContract } from '../../provider-troubles.ts';
import { openTestCloud } from '../cloud-fixture.ts';
import {
  refusedTags,
  simulatedNever,
  simulatedStage,
  troubledSimulator,
} from '../simulated-stage.ts';

let dynamoDb: EmbeddedDynamoDb;
let table: Table;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ({ table } = await dynamoDb.createTable());
});
afterAll(() => dynamoDb.stop());

providerContract(
  'the simulated cloud',
  async () => simulatedStage(openTestCloud(table)),
  refusedTags,
);
troublesContract('the simulated cloud', async () => troubledSimulator(table), simulatedNever);

it('says that a tag call may still arrive when the cloud could not end it', async () => {
  let isDown = false;
  const { provider, make, act, tagsOf } = openTestCloud(table, {
    busOf: (bus) => ({
      publish: async (events) => {
        if (isDown) throw new RetryableError({ code: 'Throttling', message: 'slow down' });
        return bus.publish(events);
      },
    }),
  });
  const disk = await make('Ecs-Disk', 'Ecs/CreateDisk');
  isDown = true;

  const change = changeOf(disk, { set: new Map([['cost', 'a']]) });
  const [result] = await provider.write(writesOf([change]), patientCall);
  const failure = result?.failed.get('cost');

  expect(failure).toBeInstanceOf(RetryableError);
  expect(mayHaveHappened(failure)).toBe(true);
  isDown = false;
  await act('Ecs/CreateDisk');
  expect(await tagsOf(disk)).toEqual({ cost: 'a' });
});
