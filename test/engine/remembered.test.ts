import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rememberedRefusals } from '../../src/engine/remembered.ts';
import type { Step } from '../../src/engine/step.ts';
import { recordItem } from '../../src/ledger/ledger-item.ts';
import { toAttributes } from '../../src/storage/attributes.ts';
import { itemBytes } from '../../src/storage/item-size.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, instance, setting } from './fixtures.ts';
import { idOf, openWorld } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

/** As long as a tag's text may be, in characters of three bytes. */
const long = (text: string): string => text.padEnd(128, '标');

describe('a disk on 16 instances with 20 of the longest tags each', () => {
  const openDisk = async () => {
    const state = (await dynamoDb.createTable()).table;
    const world = openWorld(state, (await dynamoDb.createTable()).table);
    await world.setRules(setting(diskRule));
    const disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk', {
      RegionId: 'cn-hangzhou',
      MultiAttach: 'Enabled',
    });
    for (let n = 0; n < 16; n += 1) {
      const at = await world.make('Ecs-Instance', 'Ecs/CreateInstance', {
        RegionId: 'cn-hangzhou',
      });
      for (const half of [0, 1]) {
        const tags = Array.from({ length: 10 }, (_, tag): [string, string] => [
          long(`${n}-${half}-${tag}`),
          long(`${tag}`),
        ]);
        await world.tag(at, Object.fromEntries(tags));
      }
      const ends = { DiskId: idOf(disk), InstanceId: idOf(at) };
      await world.make('Ecs-Disk', 'Ecs/AttachDisk', { RegionId: 'cn-hangzhou', ...ends });
    }
    return { world, disk };
  };

  it('gets as many tags as it may hold, and its record has room for more', async () => {
    const { world, disk } = await openDisk();

    const { set, refusals } = await world.worker()(disk);

    const record = await world.ledger.read(disk);
    expect([set, refusals.length]).toEqual([20, 300]);
    expect(Object.keys(await world.tagsOf(disk))).toHaveLength(20);
    expect(itemBytes(toAttributes(recordItem(record)))).toBeLessThan(150_000);
  });

  it('is not told of the same refusals again', async () => {
    const { world, disk } = await openDisk();
    await world.worker()(disk);
    const { version, refusals } = await world.ledger.read(disk);

    const again = await world.worker()(disk);

    expect(again.kind).toBe('converged');
    expect((await world.ledger.read(disk)).version).toBe(version);
    expect(refusals.size).toBeGreaterThan(0);
  });
});

describe('the refusals that are remembered', () => {
  const refuse = (key: string, closes = false): Extract<Step, { action: 'refuse' }> => ({
    action: 'refuse',
    key,
    reason: 'tag quota',
    asked: { value: long(''), rule: diskRule, primary: instance },
    generation: 1,
    closes,
    entry: undefined,
  });
  const many = Array.from({ length: 300 }, (_, n) => refuse(long(`${n}`.padStart(3, '0'))));

  it('are all of a few', () => {
    const few = many.slice(0, 10);

    expect(rememberedRefusals(few)).toEqual(few);
  });

  it('are the first of many', () => {
    const kept = rememberedRefusals(many);

    expect(kept.length).toBeGreaterThan(10);
    expect(kept).toEqual(many.slice(0, kept.length));
  });

  it('are those that end an entry before others', () => {
    const last = refuse('zz', true);

    expect(rememberedRefusals([...many, last]).at(-1)).toBe(last);
  });

  it('are all that end an entry, however many: each of them is told', () => {
    const closing = many.map((step) => ({ ...step, closes: true }));

    expect(rememberedRefusals(closing)).toEqual(closing);
  });
});
