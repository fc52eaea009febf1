import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { detailSchemaOf } from '../../src/announce/announcement-schemas.ts';
import {
  type Announcement,
  type AnnouncementKind,
  announcementKinds,
  detailTypes,
} from '../../src/announce/announcements.ts';
import { createAnnouncer } from '../../src/announce/announcer.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Outcome } from '../../src/engine/outcome.ts';
import { ownCauses } from '../../src/queue/message.ts';
import { announcementsOf } from '../../src/worker/announce-outcome.ts';
import { diskRule, setting } from '../engine/fixtures.ts';
import { idOf, openWorld, type ReconcileWorld } from '../engine/reconcile-world.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openWorker, tagEvent } from './worker-fixture.ts';

const arn: Arn = 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1';

const lookOf = (eventName: string) => ({
  arn,
  cause: { eventId: 'e', eventName, eventTime: '2026-03-01T08:00:00.000Z', principal: 'alice' },
});

const change = { key: 'cost', action: 'set', rule: diskRule, reason: 'inherited' } as const;

const outcome = (changes: Partial<Outcome>): Outcome => ({
  kind: 'changed',
  set: 0,
  removed: 0,
  changes: [],
  refusals: [],
  inherited: [],
  contested: [],
  conflicts: 0,
  lookAgainAt: undefined,
  ...changes,
});

const kindsOf = (announcements: readonly Announcement[]): readonly AnnouncementKind[] =>
  announcements.map(({ kind }) => kind);

describe('a look', () => {
  it('has nothing to announce when all was right', () => {
    expect(announcementsOf(lookOf('TagResources'), outcome({ kind: 'converged' }))).toEqual([]);
  });

  it('announces drift only when a sweep found it', () => {
    const found = outcome({ changes: [change] });

    expect(kindsOf(announcementsOf(lookOf('TagResources'), found))).toEqual(['TagsChanged']);
    expect(kindsOf(announcementsOf(lookOf(ownCauses.sweep), found))).toEqual([
      'TagsChanged',
      'SweepFoundDrift',
    ]);
  });

  it('announces a refusal when it comes to it, and not at every later look', () => {
    const refusals = [{ key: 'cost', reason: 'tag quota' }] as const;

    expect(kindsOf(announcementsOf(lookOf('TagResources'), outcome({ refusals })))).toEqual([
      'TagRefused',
    ]);
    expect(
      announcementsOf(lookOf('TagResources'), outcome({ refusals, kind: 'converged' })),
    ).toEqual([]);
  });

  it('announces what its schema says', () => {
    const refusals = [{ key: 'cost', reason: 'tag quota' }] as const;
    const all = outcome({ changes: [change], refusals, contested: ['team'] });
    const envelope = { version: 1, stage: 'team', time: '2026-03-01T08:00:00.000Z' };

    for (const { kind, accountId, facts } of announcementsOf(lookOf(ownCauses.sweep), all)) {
      const detail = { ...envelope, accountId, ...facts };
      expect(detailSchemaOf(kind).parse(detail)).toEqual(detail);
    }
  });
});

describe('the worker', () => {
  let dynamoDb: EmbeddedDynamoDb;
  let world: ReconcileWorld;

  beforeAll(async () => {
    dynamoDb = await startEmbeddedDynamoDb();
  });
  afterAll(() => dynamoDb.stop());
  beforeEach(async () => {
    const [state, cloud] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
    world = openWorld(state.table, cloud.table);
    await world.setRules(setting(diskRule));
  });

  it('has announced what it did before a batch is done', async () => {
    const instance = await world.make('Ecs-Instance', 'Ecs/CreateInstance');
    const made = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
    const ids = { InstanceId: idOf(instance), DiskId: idOf(made) };
    const disk = await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
    await world.tag(instance, { cost: 'shanghai' });
    const published: unknown[] = [];
    const announcer = createAnnouncer({
      kinds: new Set(announcementKinds),
      stage: 'team',
      clock: () => 0,
      bus: { publish: async (events) => void published.push(...events) },
      log: { error: () => {} },
    });

    await openWorker(world, {}, { announcer }).deliver([tagEvent('instance', [idOf(instance)])]);

    expect(published).toContainEqual({
      source: 'heirtag',
      detailType: detailTypes.TagsChanged,
      detail: expect.objectContaining({
        resource: disk,
        changes: [{ key: 'cost', action: 'set', rule: diskRule, reason: 'inherited' }],
      }),
    });
  });
});
