import { beforeEach, describe, expect, it } from 'vitest';
import type * as z from 'zod/mini';
import { planAnswer } from '../../src/admin/plan-answer.ts';
import type { Client, TagList } from '../../src/clouds/alibaba/demo/client.ts';
import { type Arn, isArn } from '../../src/clouds/arn.ts';
import { diskRule, snapshotRule } from '../engine/fixtures.ts';
import { fc } from '../properties.ts';
import { callFor, idOf, make, type Service, useService } from './path-fixture.ts';

type Plan = z.output<typeof planAnswer>;
type TagsOf = ReadonlyMap<Arn, TagList>;

const openService = useService();
let service: Service;

beforeEach(async () => {
  service = openService();
  await service.client.setFeature('Enable');
});

const rulePath = `/v1/rules/${diskRule}`;

/** Asks for a plan, page by page. */
const plan = async (
  { call }: Service,
  method: string,
  path: string,
  body: object,
  limit = 200,
): Promise<readonly Plan[]> => {
  const pages: Plan[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({ dryRun: 'true', limit: String(limit) });
    if (cursor !== '') query.set('cursor', cursor);
    const page = planAnswer.parse((await call(method, `${path}?${query}`, body)).body);
    pages.push(page);
    cursor = page.next;
  }
  return pages;
};

/** Instances with a disk each, which has a snapshot. */
const makeWorld = async (
  client: Client,
  instances: readonly { tags: TagList; disk: TagList; snapshot: TagList }[],
): Promise<readonly Arn[]> => {
  const all: Arn[] = [];
  for (const { tags, disk, snapshot } of instances) {
    const instance = await make(client, 'Ecs-Instance', 'Ecs/RunInstances');
    const [system] = await callFor(client, 'Ecs-Disk', 'Ecs/CreateDisk', { Size: 40 });
    if (system === undefined) throw new Error('no disk was made');
    await client.cloud('Ecs/AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(system) });
    const shot = await make(client, 'Ecs-Snapshot', 'Ecs/CreateSnapshot', { DiskId: idOf(system) });
    for (const [arn, list] of [
      [instance, tags],
      [system, disk],
      [shot, snapshot],
    ] as const) {
      if (Object.keys(list).length > 0) await client.tag(arn, list);
    }
    all.push(instance, system, shot);
  }
  await client.settle();
  return all;
};

const readTags = async (client: Client, arns: readonly Arn[]): Promise<TagsOf> =>
  new Map(await Promise.all(arns.map(async (arn) => [arn, await client.tagsOf(arn)] as const)));

/** Tags that differ, as `<arn> <key>: <before> → <after>`. */
const changesBetween = (before: TagsOf, after: TagsOf): readonly string[] =>
  [...before]
    .flatMap(([arn, tags]) => {
      const now = after.get(arn) ?? {};
      return [...new Set([...Object.keys(tags), ...Object.keys(now)])]
        .filter((key) => tags[key] !== now[key])
        .map((key) => `${arn} ${key}: ${tags[key] ?? null} → ${now[key] ?? null}`);
    })
    .sort();

const changesIn = (pages: readonly Plan[]): readonly string[] =>
  pages
    .flatMap(({ resources }) =>
      resources.flatMap(({ arn, steps }) =>
        steps
          .filter(({ action }) => action === 'set' || action === 'remove')
          .map(({ key, before, value }) => `${arn} ${key}: ${before} → ${value}`),
      ),
    )
    .sort();

const tagList = fc.dictionary(
  fc.constantFrom('cost', 'team', 'stage', 'own'),
  fc.constantFrom('a', 'b'),
  { maxKeys: 4 },
);

const crowd = Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`full-${n}`, 'x']));

const ruleInput = fc.record(
  {
    tagKeys: fc.uniqueArray(fc.constantFrom('team', 'cost', 'stage'), { maxLength: 3 }),
    excludedKeys: fc.subarray(['st*', 'own', 'cost']),
    conflictPolicy: fc.constantFrom('overwrite', 'keep'),
  },
  { requiredKeys: [] },
);

describe('a plan', () => {
  it('is what happens when it is carried out right after', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ tags: tagList, disk: tagList, snapshot: tagList }), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.boolean(),
        fc.boolean(),
        ruleInput,
        fc.constantFrom(1, 2, 200),
        async (instances, isFull, areSnapshotsOn, input, limit) => {
          const own = openService();
          const { client } = own;
          await client.setFeature('Enable');
          const [first, ...others] = instances;
          if (first === undefined) return;
          const disk = isFull ? { ...crowd, ...first.disk } : first.disk;
          const arns = await makeWorld(client, [{ ...first, disk }, ...others]);
          if (areSnapshotsOn) await client.setRule(snapshotRule, { status: 'Enable' });
          const change = { ...input, status: 'Enable', existingStatus: 'Enable' } as const;
          const before = await readTags(client, arns);

          const planned = await plan(own, 'PUT', rulePath, change, limit);
          const unchanged = await readTags(client, arns);
          await client.setRule(diskRule, change);
          await client.settle();
          const after = await readTags(client, arns);

          expect(changesBetween(before, unchanged)).toEqual([]);
          expect(changesBetween(before, after)).toEqual(
            changesIn(planned).filter((line) => arns.some((arn) => line.startsWith(`${arn} `))),
          );
        },
      ),
      { numRuns: 8, endOnFailure: true },
    );
  });

  it('counts, and gives its reasons', async () => {
    const { client } = service;
    await client.setRule(snapshotRule, { status: 'Enable' });
    const [instance, disk, snapshot] = await makeWorld(client, [
      { tags: { cost: 'a', team: 'b', own: 'c' }, disk: { cost: 'z', own: 'c' }, snapshot: {} },
    ]);

    const [page] = await plan(service, 'PUT', rulePath, {
      status: 'Enable',
      existingStatus: 'Enable',
    });

    const told = page?.resources.filter(({ arn }) => arn === disk || arn === snapshot);
    expect(told).toMatchObject([
      {
        arn: disk,
        cloudCalls: 1,
        steps: [
          {
            key: 'cost',
            action: 'set',
            reason: 'overwrites',
            before: 'z',
            value: 'a',
            rule: diskRule,
            from: instance,
          },
          { key: 'own', action: 'keep', reason: 'own value', before: 'c', value: 'c' },
          { key: 'team', action: 'set', reason: 'inherited', before: null, value: 'b' },
        ],
      },
      {
        arn: snapshot,
        steps: [
          { key: 'cost', action: 'set', value: 'a', rule: snapshotRule, from: disk },
          { key: 'own', action: 'keep' },
          { key: 'team', action: 'set', value: 'b' },
        ],
      },
    ]);
    expect(page?.counts).toMatchObject({ overwrites: 1, remove: 0, refuse: 0, quotaRefusals: 0 });
  });

  it('of a backfill or a sweep by hand is what it then does', async () => {
    const { client } = service;
    await client.setRule(snapshotRule, { status: 'Enable' });
    const [instance, disk, snapshot] = await makeWorld(client, [
      { tags: { cost: 'a' }, disk: {}, snapshot: {} },
    ]);
    if (!instance || !disk || !snapshot) throw new Error('the world is not there');
    const arns = [instance, disk, snapshot];
    await client.setRule(diskRule, { status: 'Enable' });
    const runAs = async (job: object) => {
      const planned = await plan(service, 'POST', '/v1/jobs', job);
      const before = await readTags(client, arns);
      await service.call('POST', '/v1/jobs', job);
      await client.settle();
      const told = changesIn(planned).filter((line) => arns.some((arn) => line.startsWith(arn)));
      return { told, happened: changesBetween(before, await readTags(client, arns)) };
    };

    const backfill = await runAs({ kind: 'backfill', settingName: diskRule });
    await client.setRule(diskRule, { status: 'Disable' });
    await client.tag(disk, { cost: 'drifted' });
    await client.settle();
    await client.setRule(diskRule, { status: 'Enable' });
    const sweep = await runAs({ kind: 'sweep' });

    const lines = (before: string | null) => [
      `${disk} cost: ${before} → a`,
      `${snapshot} cost: ${before} → a`,
    ];
    expect(backfill).toEqual({ told: lines(null), happened: lines(null) });
    expect(sweep).toEqual({ told: lines('drifted'), happened: lines('drifted') });
  });

  it('of a job that cannot start is refused as the job would be', async () => {
    const answer = await service.call('POST', '/v1/jobs?dryRun=true', {
      kind: 'backfill',
      settingName: diskRule,
    });

    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidOperation.RuleDisabled' } });
  });

  it('of a batch tells which rules would fail, and why', async () => {
    await makeWorld(service.client, [{ tags: { cost: 'a' }, disk: {}, snapshot: {} }]);
    await service.call('PUT', rulePath, { status: 'Enable' });

    const [page] = await plan(service, 'POST', '/v1/rules/batch', {
      action: 'applyToExisting',
      settingNames: [diskRule, snapshotRule, 'rule:none'],
    });

    expect(page).toMatchObject({
      counts: { set: 2 },
      refusals: [
        { settingName: snapshotRule, code: 'InvalidSettingName.NotFound' },
        { settingName: 'rule:none', code: 'InvalidParameter.SettingName' },
      ],
    });
  });

  it('of a change that applies to nothing existing holds nothing', async () => {
    await makeWorld(service.client, [{ tags: { cost: 'a' }, disk: {}, snapshot: {} }]);

    const [page] = await plan(service, 'PUT', rulePath, { status: 'Enable' });

    expect(page).toMatchObject({ counts: { resources: 0, cloudCalls: 0 }, resources: [] });
  });

  it('writes nothing: no setting, no audit entry', async () => {
    await plan(service, 'POST', '/v1/rules', {
      settingName: diskRule,
      status: 'Enable',
      existingStatus: 'Enable',
    });
    await plan(service, 'POST', '/v1/rules/batch', { action: 'enable', settingNames: 'all' });

    const { body } = await service.call('GET', rulePath);
    const trail = await service.call('GET', '/v1/audit');
    expect(body).toMatchObject({ code: 'InvalidSettingName.NotFound' });
    expect(trail.body).toMatchObject({ entries: [{ action: 'PUT /v1/feature' }] });
  });

  it('is refused as the change itself would be', async () => {
    const answer = await service.call('PUT', `${rulePath}?dryRun=true`, { status: 'On' });
    const cursor = await service.call('PUT', `${rulePath}?dryRun=true&cursor=x`, {
      status: 'Enable',
    });

    expect(answer).toMatchObject({ status: 400, body: { code: 'InvalidParameter.Status' } });
    expect(cursor).toMatchObject({ status: 400, body: { code: 'InvalidParameter.Cursor' } });
  });

  it('can be downloaded, a line per tag', async () => {
    const { client } = service;
    const [instance, disk] = await makeWorld(client, [
      { tags: { 'a b': '=1+1' }, disk: {}, snapshot: {} },
    ]);
    const change = { status: 'Enable', existingStatus: 'Enable' };

    const csv = await service.call('PUT', `${rulePath}?dryRun=true`, change, 'text/csv');
    const lines = await service.call(
      'PUT',
      `${rulePath}?dryRun=true`,
      change,
      'application/x-ndjson',
    );

    const [head, ...rows] = csv.text.split('\r\n');
    expect(head).toBe('arn,key,action,reason,before,value,wanted,rule,from');
    expect(rows).toContain(`${disk},a b,set,inherited,,'=1+1,'=1+1,${diskRule},${instance}`);
    expect(
      lines.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toContainEqual(
      expect.objectContaining({
        arn: disk,
        key: 'a b',
        action: 'set',
        value: '=1+1',
        before: null,
      }),
    );
    expect([disk, instance].every((arn) => arn !== undefined && isArn(arn))).toBe(true);
  });
});
