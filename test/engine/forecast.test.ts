import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { forecastPage } from '../../src/engine/forecast.ts';
import { backfillRun, sweepRun } from '../../src/engine/runs.ts';
import { RetryableError, TerminalError } from '../../src/model/errors.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { makeInstances } from '../worker/job-fixture.ts';
import { diskRule, setting } from './fixtures.ts';
import { accountId, openWorld, type ReconcileWorld } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instances: readonly Arn[];
let disks: readonly Arn[];

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, table] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, table.table);
  await world.setRules(setting(diskRule));
  ({ instances, disks } = await makeInstances(world, 3));
  for (const instance of instances) await world.tag(instance, { cost: 'a' });
});

/** A cloud that lets these not be described, and not the heirs of these be listed. */
const closing = (arns: readonly Arn[], failure: Error): CloudProvider => {
  const assertOpen = (asked: readonly Arn[]): void => {
    if (asked.some((arn) => arns.includes(arn))) throw failure;
  };
  return {
    ...world.cloud,
    describe: async (asked, call) => {
      assertOpen(asked);
      return world.cloud.describe(asked, call);
    },
    heirs: async (primary, ...rest) => {
      assertOpen([primary]);
      return world.cloud.heirs(primary, ...rest);
    },
  };
};

const noPermission = new TerminalError({ code: 'NoPermission', message: 'not for you' });

const planWith = (cloud: CloudProvider, kind: 'backfill' | 'sweep' = 'backfill') => {
  const eyes = world.deps({ cloud });
  const run =
    kind === 'sweep' ? sweepRun(eyes, accountId) : backfillRun(eyes, accountId, [diskRule]);
  return forecastPage(run, {
    clock: world.now,
    guard: { mostRepairs: 3, windowSeconds: 3600 },
    path: [],
    enough: 1000,
    mostSeconds: 15,
  });
};

it('tells what cannot be described, and plans the rest', async () => {
  const [closed] = disks;
  if (closed === undefined) throw new Error('no disk');

  const { forecasts, unread } = await planWith(closing([closed], noPermission));

  expect(forecasts.map(({ arn }) => arn).toSorted()).toEqual(disks.slice(1).toSorted());
  expect(unread).toEqual([{ name: closed, failure: noPermission }]);
});

it.each(['backfill', 'sweep'] as const)(
  'tells whose heirs cannot be listed, and plans the rest (%s)',
  async (kind) => {
    for (const disk of disks) await world.worker()(disk);
    for (const disk of disks) await world.untag(disk, 'cost');
    const [closed] = instances;
    if (closed === undefined) throw new Error('no instance');
    const cloud = { ...closing([closed], noPermission), describe: world.cloud.describe };

    const { forecasts, unread, path } = await planWith(cloud, kind);

    expect(forecasts).toHaveLength(4);
    expect(unread).toEqual([{ name: closed, failure: noPermission }]);
    expect(path).toBeUndefined();
  },
);

it('fails when it is throttled: whoever asks may ask again', async () => {
  const throttle = new RetryableError({ code: 'Throttling.User', message: 'slow down' });

  const plan = planWith(closing(disks.slice(0, 1), throttle));

  await expect(plan).rejects.toBe(throttle);
});
