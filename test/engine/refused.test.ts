import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { keysOf } from '../../src/clouds/tag-calls.ts';
import { explainResource } from '../../src/engine/explain-resource.ts';
import { allRefused, overTagCalls } from '../clouds/over-tag-calls.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { diskRule, setting } from './fixtures.ts';
import { idOf, openWorld, type ReconcileWorld, type Worker } from './reconcile-world.ts';

let dynamoDb: EmbeddedDynamoDb;
let world: ReconcileWorld;
let instance: Arn;
let disk: Arn;
let calls: number;
/** With what code the cloud refuses tags of these; undefined when it does not. */
let whyRefused: (keys: readonly string[]) => string | undefined;
let worker: Worker;

const badValue = 'InvalidTagValue';
const reason = 'refused by the cloud: InvalidTagValue';

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());

beforeEach(async () => {
  const [state, table] = [await dynamoDb.createTable(), await dynamoDb.createTable()];
  world = openWorld(state.table, table.table);
  await world.setRules(setting(diskRule));
  instance = await world.make('Ecs-Instance', 'Ecs/RunInstances');
  disk = await world.make('Ecs-Disk', 'Ecs/CreateDisk');
  const ids = { InstanceId: idOf(instance), DiskId: idOf(disk) };
  await world.make('Ecs-Disk', 'Ecs/AttachDisk', ids);
  calls = 0;
  whyRefused = (keys) => (keys.includes('bad') ? badValue : undefined);
  const cloud = overTagCalls(world.cloud, async (call, next) => {
    calls += 1;
    const why = whyRefused(keysOf(call.change));
    return why === undefined ? next() : allRefused(call, why);
  });
  worker = world.worker({ cloud });
});

/** A look that knows of nothing new. */
const lookAgain = () => worker(disk, { reach: [], isNamed: false });

const storyOf = async (arn: Arn) => {
  const range = { from: '2026-01-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z' };
  const { items } = await world.history.ofResource(arn, range, { cursor: undefined, limit: 100 });
  return items.toReversed().map((each) => `${each.action} ${each.key} (${each.reason})`);
};

it('writes all other keys, and records the refusal with the reason of the cloud', async () => {
  await world.tag(instance, { a: '1', bad: '1', c: '1' });

  const outcome = await worker(disk);

  expect(outcome).toMatchObject({ kind: 'changed', set: 2, refusals: [{ key: 'bad', reason }] });
  expect(await world.tagsOf(disk)).toEqual({ a: '1', c: '1' });
  expect((await world.entriesOf(disk)).map(({ key }) => key)).toEqual(['a', 'c']);
  const { refusals, intent } = await world.ledger.read(disk);
  expect([...refusals.values()]).toMatchObject([{ key: 'bad', value: '1', reason }]);
  expect(intent).toBeNull();
  expect((await storyOf(disk)).toSorted()).toEqual([
    `refused bad (${reason})`,
    'set a (inherited)',
    'set c (inherited)',
  ]);
});

it('explains it', async () => {
  await world.tag(instance, { bad: '1' });
  await worker(disk);

  const deps = { ...world.deps(), guard: { mostRepairs: 3, windowSeconds: 3600 } };
  const { keys } = await explainResource(deps, disk, 'bad');

  expect(keys).toMatchObject([{ why: reason, pending: null }]);
});

it('is not tried again while nothing changes', async () => {
  await world.tag(instance, { bad: '1' });
  await worker(disk);
  const { version } = await world.ledger.read(disk);
  calls = 0;

  const outcome = await lookAgain();

  expect(outcome).toMatchObject({ kind: 'converged', refusals: [{ key: 'bad', reason }] });
  expect(calls).toBe(0);
  expect((await world.ledger.read(disk)).version).toBe(version);
});

it.each([
  ['the value changes', async () => world.tag(instance, { bad: '2' }), {}],
  ['the primary is news', async () => {}, { reach: 'all' }],
  ['somebody changed the tags of the resource', async () => world.tag(disk, { other: '1' }), {}],
] as const)('is tried again when %s', async (_, change, request) => {
  await world.tag(instance, { bad: '1' });
  await worker(disk);
  whyRefused = () => undefined;
  await change();

  await worker(disk, { reach: [], isNamed: false, ...request });

  expect(Object.keys(await world.tagsOf(disk))).toContain('bad');
  expect((await world.ledger.read(disk)).refusals.size).toBe(0);
});

it('is tried again when a tag is gone that stood there, whoever took it', async () => {
  await world.tag(instance, { a: '1', bad: '1' });
  await worker(disk);
  whyRefused = () => undefined;
  await world.untag(instance, 'a');

  await lookAgain();
  await lookAgain();

  expect(await world.tagsOf(disk)).toEqual({ bad: '1' });
});

it('is not tried again for what the refused look itself has written', async () => {
  await world.tag(disk, { own: '1' });
  await world.tag(instance, { a: '1', bad: '1', own: '2' });
  await worker(disk);
  calls = 0;

  await lookAgain();

  expect(calls).toBe(0);
});

it('leaves its place to another key at once', async () => {
  const own = Object.fromEntries(Array.from({ length: 18 }, (_, n) => [`own${n}`, '1']));
  const tags = Object.entries(own);
  await world.tag(disk, Object.fromEntries(tags.slice(0, 9)));
  await world.tag(disk, Object.fromEntries(tags.slice(9)));
  await world.tag(instance, { a: '1', bad: '1', c: '1' });

  const outcome = await worker(disk);

  expect(await world.tagsOf(disk)).toEqual({ ...own, a: '1', c: '1' });
  expect(outcome).toMatchObject({ set: 2, refusals: [{ key: 'bad', reason }] });
  expect(calls).toBe(4);
});

it('is told once, however often it is tried', async () => {
  await world.tag(instance, { bad: '1' });

  await worker(disk);
  await worker(disk);

  expect(calls).toBe(2);
  expect(await storyOf(disk)).toEqual([`refused bad (${reason})`]);
});

it('keeps our older value, and that it is ours, where the new one is refused', async () => {
  whyRefused = () => undefined;
  await world.tag(instance, { bad: '1' });
  await worker(disk);
  whyRefused = () => badValue;
  await world.tag(instance, { bad: '2' });

  await worker(disk);
  const entries = await world.entriesOf(disk);
  await world.untag(instance, 'bad');
  whyRefused = () => undefined;
  await worker(disk);

  expect(entries).toMatchObject([{ key: 'bad', value: '1', state: 'confirmed' }]);
  expect(await world.tagsOf(disk)).toEqual({});
});

it('keeps what is ours in the ledger where a removal is refused, and removes the rest', async () => {
  whyRefused = () => undefined;
  await world.tag(instance, { bad: '1', c: '1' });
  await worker(disk);
  whyRefused = (keys) => (keys.includes('bad') ? badValue : undefined);
  await world.untag(instance, 'bad', 'c');

  await worker(disk);
  calls = 0;
  const again = await lookAgain();
  const tags = await world.tagsOf(disk);
  whyRefused = () => undefined;
  await worker(disk);

  expect(tags).toEqual({ bad: '1' });
  expect(again).toMatchObject({ kind: 'converged', refusals: [{ key: 'bad', reason }] });
  expect(calls).toBe(1);
  expect(await world.tagsOf(disk)).toEqual({});
  expect(await world.entriesOf(disk)).toEqual([]);
});

it('refuses what a quota leaves out that is smaller than the cloud says', async () => {
  const full = 'QuotaExceed.TagsPerResource';
  let places = 3;
  whyRefused = (keys) => {
    if (keys.length > places) return full;
    places -= keys.length;
    return undefined;
  };
  await world.tag(instance, { a: '1', b: '1', c: '1', d: '1', e: '1' });

  const outcome = await worker(disk);

  expect(outcome).toMatchObject({ kind: 'changed', set: 3, conflicts: 0 });
  expect(outcome.refusals).toEqual([
    { key: 'd', reason: 'refused by the cloud: QuotaExceed.TagsPerResource' },
    { key: 'e', reason: 'refused by the cloud: QuotaExceed.TagsPerResource' },
  ]);
  expect(await world.tagsOf(disk)).toEqual({ a: '1', b: '1', c: '1' });
});
