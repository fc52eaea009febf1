import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import pLimit from 'p-limit';
import {
  openResourceStore,
  type StoredResource,
} from '../src/clouds/alibaba/simulator/resource-store.ts';
import { type Arn, formatArn } from '../src/clouds/arn.ts';
import type { ResourceType } from '../src/clouds/resource-types.ts';
import { startEmbeddedDynamoDb } from '../src/local/embedded-dynamodb.ts';
import { localTables } from '../src/local/start-local.ts';
import { createTableIfMissing } from '../src/storage/create-table.ts';
import { type Item, openTable } from '../src/storage/table.ts';

export const accountId = '1000000000000001';

/** What BatchWriteItem takes. */
const itemsPerBatch = 25;

const nameOf = (type: ResourceType, id: string): Arn =>
  formatArn({ type, region: 'cn-hangzhou', accountId, id });

const stored = (
  arn: Arn,
  tags: StoredResource['tags'],
  parents: readonly Arn[],
): StoredResource => ({
  arn,
  version: 0,
  tags,
  parents,
  attributes: { Status: 'Running' },
  pending: [],
  isDeleted: false,
});

/** Instances with tags, each with so many disks that have none, until there are enough disks. */
function* resourcesOf(
  associations: number,
  disksPerInstance: number,
): Generator<StoredResource, void> {
  let instance = nameOf('Ecs-Instance', 'i-seed-0');
  for (let index = 0; index < associations; index += 1) {
    if (index % disksPerInstance === 0) {
      instance = nameOf('Ecs-Instance', `i-seed-${index / disksPerInstance}`);
      yield stored(instance, new Map([['cost', 'shanghai']]), []);
    }
    yield stored(nameOf('Ecs-Disk', `d-seed-${index}`), new Map(), [instance]);
  }
}

/**
 * Fills the simulated cloud of a data folder that no runner uses. The store of the cloud itself says
 * what is written; only its many writes are put together, or it would take hours.
 */
export const seed = async (
  dataDir: string,
  associations: number,
  disksPerInstance = 100,
): Promise<void> => {
  const server = await startEmbeddedDynamoDb(join(dataDir, 'dynamodb'));
  const client = new DynamoDBClient(server.reach);
  await createTableIfMissing(client, localTables.simulator);
  const table = openTable(client, localTables.simulator);

  const limit = pLimit(4);
  const items: Item[] = [];
  const flush = async (least: number): Promise<void> => {
    const batches: Promise<unknown>[] = [];
    while (items.length >= least && items.length > 0) {
      const batch = items.splice(0, itemsPerBatch);
      batches.push(limit(() => table.putMany(batch)));
    }
    await Promise.all(batches);
  };
  const store = openResourceStore({
    ...table,
    put: async (item) => {
      items.push(item);
    },
  });
  for (const resource of resourcesOf(associations, disksPerInstance)) {
    await store.write(undefined, resource);
    if (items.length >= 4 * itemsPerBatch) await flush(itemsPerBatch);
  }
  await flush(1);
  client.destroy();
  await server.stop();
};
