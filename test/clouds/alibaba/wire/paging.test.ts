import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  type EmbeddedDynamoDb,
  startEmbeddedDynamoDb,
} from '../../../storage/embedded-dynamodb.ts';
import { send } from './wire-client.ts';
import { startWire, type WireServer } from './wire-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let wire: WireServer;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  wire = await startWire((await dynamoDb.createTable()).table);
  return wire.stop;
});

const call = (
  action: string,
  parameters: Readonly<Record<string, string>> = {},
  version = '2014-05-26',
) =>
  send(wire.endpoint, wire.key, {
    version,
    action,
    query: { RegionId: 'cn-hangzhou', ...parameters },
  });

const makeDisk = async (): Promise<string> =>
  z.object({ DiskId: z.string() }).parse((await call('CreateDisk')).body).DiskId;

const makeDisks = async (count: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) ids.push(await makeDisk());
  return ids;
};

const pageOfDisks = z.object({
  NextToken: z.string(),
  PageNumber: z.int(),
  TotalCount: z.int(),
  Disks: z.object({ Disk: z.array(z.object({ DiskId: z.string() })) }),
});

const disks = async (parameters: Readonly<Record<string, string>>) => {
  const { NextToken, TotalCount, Disks } = pageOfDisks.parse(
    (await call('DescribeDisks', parameters)).body,
  );
  return { next: NextToken, total: TotalCount, ids: Disks.Disk.map(({ DiskId }) => DiskId) };
};

describe('pages of a list', () => {
  it('go on by token until everything was listed once, in no order that ids tell', async () => {
    const made = await makeDisks(12);
    const listed: string[] = [];
    let token = '';
    do {
      const page = await disks({ MaxResults: '5', ...(token === '' ? {} : { NextToken: token }) });
      listed.push(...page.ids);
      token = page.next;
    } while (token !== '');

    expect([...listed].sort()).toEqual([...made].sort());
    expect(listed).not.toEqual([...listed].sort());
  });

  it('miss nothing that was there when others come and go between them', async () => {
    const made = await makeDisks(8);
    const first = await disks({ MaxResults: '4' });
    const [gone = '', ...kept] = first.ids;
    await call('DeleteDisk', { DiskId: gone });
    await makeDisks(4);

    const second = await disks({ MaxResults: '100', NextToken: first.next });

    expect(new Set([gone, ...kept, ...second.ids]).isSupersetOf(new Set(made))).toBe(true);
  });

  it('are numbered from 1, ten rows each unless asked for more', async () => {
    const made = await makeDisks(12);

    const [first, second] = [await disks({}), await disks({ PageNumber: '2' })];

    expect([first.ids.length, second.ids.length, first.total]).toEqual([10, 2, 12]);
    expect([...first.ids, ...second.ids].sort()).toEqual([...made].sort());
  });

  it('refuse a token that no list gave', async () => {
    const { status, body } = await call('DescribeDisks', { MaxResults: '5', NextToken: 'x' });

    expect([status, body]).toMatchObject([400, { Code: 'InvalidParameter.NextToken' }]);
  });

  it('hold nothing for an empty list of ids, and everything without one', async () => {
    const [disk = ''] = await makeDisks(1);

    const [none, all] = [await disks({ DiskIds: '[]' }), await disks({})];

    expect([none.ids, all.ids]).toEqual([[], [disk]]);
  });

  it('end the rows of tags wherever they are full', async () => {
    const [disk = ''] = await makeDisks(1);
    const target = { ResourceType: 'disk', 'ResourceId.1': disk };
    const [first, second] = [0, 1].map((at) =>
      Object.fromEntries(
        Array.from({ length: 10 }, (_, index) => [
          [`Tag.${index + 1}.Key`, `key-${at}-${index}`],
          [`Tag.${index + 1}.Value`, ''],
        ]).flat(),
      ),
    );
    await call('TagResources', { ...target, ...first });
    await call('TagResources', { ...target, ...second });
    const rows = z.object({
      NextToken: z.string(),
      TagResources: z.object({ TagResource: z.array(z.object({ TagKey: z.string() })) }),
    });
    const { body } = await wire.simulator
      .call({
        product: 'Ecs',
        operation: 'ListTagResources',
        accountId: wire.accountId,
        parameters: { ResourceType: 'disk', ResourceId: [disk], MaxResults: 15 },
      })
      .then(({ result }) => ({ body: rows.parse(result) }));

    const next = await call('ListTagResources', { ...target, NextToken: body.NextToken });

    const rest = rows.parse(next.body);
    expect([body, rest].map(({ TagResources }) => TagResources.TagResource.length)).toEqual([
      15, 5,
    ]);
    expect(rest.NextToken).toBe('');
  });
});
