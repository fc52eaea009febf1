import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Arn } from '../../src/clouds/arn.ts';
import { arnText } from '../../src/clouds/arn-text.ts';
import type { LedgerEntry, LedgerRefusal } from '../../src/ledger/ledger.ts';
import {
  cluster,
  clusterEipRule,
  disk,
  diskRule,
  earlier,
  eip,
  eipRule,
  entry,
  instance,
  named,
  nlb,
  nlbRule,
  refusal,
} from '../engine/fixtures.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
});

type Facts = {
  readonly entries?: readonly LedgerEntry[];
  readonly refusals?: readonly LedgerRefusal[];
};

const remember = async (arn: Arn, { entries = [], refusals = [] }: Facts): Promise<void> => {
  await api.ledger.replace(await api.ledger.read(arn), {
    intent: null,
    entries: new Map(entries.map((each) => [each.key, each])),
    refusals: new Map(refusals.map((each) => [each.key, each])),
  });
};

const pageSchema = z.object({
  resources: z.array(z.string()),
  items: z.array(z.unknown()),
  looked: z.number(),
  next: z.nullable(z.string()),
});

const page = async (query: Readonly<Record<string, string>>) =>
  pageSchema.parse(
    (await api.send('GET', `/v1/resources?${new URLSearchParams({ ...query })}`)).body,
  );

/** Every name that a list gives, page by page. */
const list = async (query: Readonly<Record<string, string>> = {}): Promise<readonly string[]> => {
  const found: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { resources, next }: z.infer<typeof pageSchema> = await page(
      cursor === '' ? query : { ...query, cursor },
    );
    found.push(...resources);
    cursor = next;
  }
  return found;
};

const contest = { since: earlier, by: 'bob', theirs: '2' };
const otherDisk = named('Ecs-Disk', 'd-2');
const refusedDisk = named('Ecs-Disk', 'd-refused');

/** One resource of each kind of fact. */
const seed = async (): Promise<void> => {
  await remember(disk, { entries: [entry('cost', 'Shanghai')] });
  await remember(otherDisk, { entries: [entry('team', 'a', { displaced: 'b' })] });
  await remember(refusedDisk, { refusals: [refusal('cost')] });
  await remember(eip, {
    entries: [
      entry('cost', 'x', { rule: nlbRule, primary: nlb, contest }),
      entry('team', 'y', { rule: clusterEipRule, primary: cluster }),
    ],
    refusals: [refusal('owner', { rule: eipRule, primary: instance, value: 'z' })],
  });
};

describe('GET /v1/resources, by the ledger', () => {
  it('lists each resource that inherits or is refused something once', async () => {
    await seed();

    const found = await list();

    expect(found.toSorted()).toEqual([disk, otherDisk, refusedDisk, eip].toSorted());
  });

  it('tells what the ledger knows of each', async () => {
    await remember(disk, {
      entries: [entry('cost', 'a', { displaced: 'b', contest })],
      refusals: [refusal('team')],
    });

    expect(await page({})).toEqual({
      resources: [disk],
      items: [
        {
          arn: disk,
          type: 'Ecs-Disk',
          inherited: [
            {
              key: 'cost',
              value: 'a',
              rule: diskRule,
              primary: instance,
              displaced: 'b',
              since: earlier,
              isContested: true,
            },
          ],
          refused: [
            {
              key: 'team',
              value: 'shanghai',
              rule: diskRule,
              primary: instance,
              reason: 'tag quota',
              since: earlier,
            },
          ],
          tags: null,
        },
      ],
      looked: 2,
      next: null,
    });
  });

  it.each<readonly [Readonly<Record<string, string>>, readonly Arn[]]>([
    [{ type: 'Vpc-Eip' }, [eip]],
    [{ rule: diskRule }, [disk, otherDisk, refusedDisk]],
    [{ rule: eipRule }, [eip]],
    [{ primary: cluster }, [eip]],
    [{ primary: instance }, [disk, otherDisk, refusedDisk, eip]],
    [{ key: 'cost' }, [disk, refusedDisk, eip]],
    [{ origin: 'inherited' }, [disk, otherDisk, eip]],
    [{ origin: 'inherited', key: 'cost' }, [disk, eip]],
    [{ origin: 'displaced' }, [otherDisk]],
    [{ origin: 'displaced', key: 'cost' }, []],
    [{ origin: 'contested' }, [eip]],
    [{ origin: 'contested', key: 'team' }, []],
    [{ origin: 'refused' }, [refusedDisk, eip]],
    [{ origin: 'refused', type: 'Vpc-Eip' }, [eip]],
    [{ text: 'shang' }, [disk, refusedDisk]],
    [{ text: 'SHANG', origin: 'inherited' }, [disk]],
    [{ text: 'd-re' }, [refusedDisk]],
    [{ text: 'nothing like it' }, []],
  ])('narrows the list by %j', async (query, expected) => {
    await seed();

    expect((await list(query)).toSorted()).toEqual(expected.toSorted());
    expect((await list({ ...query, limit: '1' })).toSorted()).toEqual(expected.toSorted());
  });

  it('forgets a resource with its last entry and refusal', async () => {
    await seed();
    for (const arn of [disk, refusedDisk, eip]) await remember(arn, {});

    expect(await list()).toEqual([otherDisk]);
  });

  it('comes to its end over many, however few fit, and looks at a bounded number at once', async () => {
    const many = Array.from({ length: 1100 }, (_, n) => named('Ecs-Disk', `d-many-${n}`));
    await Promise.all(many.map((arn) => remember(arn, { entries: [entry('cost', '1')] })));
    await remember(disk, { entries: [entry('team', '1')] });

    const first = await page({ key: 'team' });

    expect(first.looked).toBeLessThanOrEqual(1000);
    expect(first.next).not.toBeNull();
    expect(await list({ key: 'team' })).toEqual([disk]);
    expect((await list({ key: 'cost', limit: '100' })).toSorted()).toEqual(many.toSorted());
  });

  it('shows nothing of another account', async () => {
    await seed();

    const { body } = await api.send('GET', '/v1/accounts/42/resources');

    expect(body).toEqual({ resources: [], items: [], looked: 0, next: null });
  });

  it.each([
    [{ cursor: 'x' }, 'InvalidParameter.Cursor'],
    [{ cursor: 'inheriting\nzz' }, 'InvalidParameter.Cursor'],
    [{ rule: 'rule:a' }, 'InvalidParameter.SettingName'],
    [{ primary: 'arn:acs:ecs:cn-hangzhou:42:instance/i-1' }, 'InvalidParameter.Primary'],
    [{ origin: 'absent' }, 'InvalidParameter.Key'],
    [{ origin: 'odd' }, 'InvalidParameter.Origin'],
  ])('refuses %j', async (query, code) => {
    const search = new URLSearchParams({ ...query });
    const { status, body } = await api.send('GET', `/v1/resources?${search}`);

    expect([status, body]).toMatchObject([400, { code }]);
  });
});

describe('GET /v1/resources, by the cloud', () => {
  const made = z.object({ Arns: z.tuple([arnText], z.string()) });

  const makeDisk = async (tags: Readonly<Record<string, string>>): Promise<Arn> => {
    const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const { body } = await api.send('POST', '/v1/simulator/Ecs/CreateDisk', { Tag });
    return made.parse(body).Arns[0];
  };

  it('lists what lacks a tag of a key, whether the ledger knows it or not', async () => {
    await makeDisk({ cost: '1' });
    const bare = await makeDisk({ team: '1' });
    const empty = await makeDisk({});

    const found = await list({ origin: 'absent', key: 'cost', type: 'Ecs-Disk' });

    expect(found.toSorted()).toEqual([bare, empty].toSorted());
    expect(await list({ origin: 'absent', key: 'cost', rule: diskRule, limit: '1' })).toHaveLength(
      2,
    );
    expect(await list({ origin: 'absent', key: 'cost' })).toHaveLength(2);
  });

  it('lists what has a tag of its own, with the tags', async () => {
    const own = await makeDisk({ cost: 'mine' });
    const inherited = await makeDisk({ cost: 'ours' });
    const changed = await makeDisk({ cost: 'theirs' });
    await remember(inherited, { entries: [entry('cost', 'ours')] });
    await remember(changed, { entries: [entry('cost', 'ours')] });

    const { resources, items } = await page({ origin: 'own', key: 'cost', type: 'Ecs-Disk' });

    expect(resources.toSorted()).toEqual([own, changed].toSorted());
    expect(items).toContainEqual(
      expect.objectContaining({ arn: own, tags: [{ key: 'cost', value: 'mine' }] }),
    );
    expect(await list({ origin: 'own', type: 'Ecs-Disk', text: 'THEIRS' })).toEqual([changed]);
  });
});
