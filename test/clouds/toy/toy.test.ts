import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type LocalRunner, startLocal } from '../../../src/local/start-local.ts';
import { boxToLid } from './rules/box.lid.ts';

const { settingName } = boxToLid;
const box = 'arn:toy:attic:toy-1:box:red:1';
const lid = 'arn:toy:attic:toy-1:lid:round';

let folder: string;
let runner: LocalRunner;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-toy-'));
  runner = await startLocal({ dataDir: join(folder, 'data'), port: 0 });
  await ask('toy-1', 'PUT', '/feature', { status: 'Enable' });
});
afterAll(async () => {
  await runner.stop();
  await rm(folder, { recursive: true, force: true });
});

const answer = z.looseObject({});

const ask = async (accountId: string, method: string, path: string, body?: object) => {
  const response = await fetch(`${runner.url}/v1/accounts/${accountId}${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  return { status: response.status, body: answer.parse(await response.json()) };
};

/** Has a child do something. */
const play = async (operation: string, parameters: object): Promise<void> => {
  const { status } = await ask('toy-1', 'POST', `/simulator/Toy/${operation}`, parameters);
  expect(status).toBe(200);
};

const inRoom = async (path: string) => (await ask('toy-1', 'GET', path)).body;

const lidPath = `/resources/${encodeURIComponent(lid)}`;

const tagsBecome = (tags: readonly object[]): Promise<void> =>
  expect.poll(async () => (await inRoom(lidPath)).tags, { timeout: 30_000 }).toEqual(tags);

const historySchema = z.object({
  entries: z.array(z.looseObject({ action: z.string(), reason: z.string() })),
});

const storyOfLid = async (): Promise<readonly string[]> =>
  historySchema
    .parse(await inRoom(`/history?resource=${encodeURIComponent(lid)}`))
    .entries.map(({ action, reason }) => `${action}: ${reason}`);

const red = { key: 'colour', value: 'red', origin: 'inherited', from: box, rule: settingName };

describe('a cloud of one rule, in one folder', () => {
  it('inherits from the bus to the tag call, and the ledger knows it', async () => {
    const set = await ask('toy-1', 'PUT', `/rules/${settingName}`, { status: 'Enable' });
    await play('Paint', { type: 'Toy-Box', id: 'red:1', tags: { colour: 'red', batteries: '2' } });
    await play('PutOn', { type: 'Toy-Lid', id: 'round', box: 'red:1' });

    expect(set.status).toBe(200);
    await tagsBecome([expect.objectContaining(red)]);
    expect(
      await inRoom(`/explain?resource=${encodeURIComponent(lid)}&key=batteries`),
    ).toMatchObject({ keys: [{ why: 'withheld key' }] });
  });

  it('follows what others tell of it over the API', async () => {
    await play('Paint', { type: 'Toy-Box', id: 'red:1', tags: { colour: 'blue' } });
    const event = { id: 'e-1', call: 'Paint', child: 'bob', time: '2026-03-01T08:00:00Z' };
    const at = { region: 'attic', accountId: 'toy-1', type: 'Toy-Box', toyId: 'red:1' };
    const sent = await ask('toy-1', 'POST', '/events', { ...event, ...at });

    expect(sent.body).toMatchObject({ accepted: 1 });
    await tagsBecome([expect.objectContaining({ ...red, value: 'blue' })]);
  });

  it('takes the tag away when the association ends, and tells all of it in the history', async () => {
    await play('TakeOff', { type: 'Toy-Lid', id: 'round' });

    await tagsBecome([]);
    // The history is written after the tag call.
    await expect
      .poll(storyOfLid, { timeout: 30_000 })
      .toEqual(['removed: association ended', 'set: follows', 'set: inherited']);
  });

  it('finds its resources by their ids', async () => {
    expect(await inRoom('/resources?id=round')).toMatchObject({ resources: [lid] });
  });
});

describe('an account', () => {
  const namesOf = async (accountId: string) =>
    z
      .object({ rules: z.array(z.object({ settingName: z.string() })) })
      .parse((await ask(accountId, 'GET', '/rules')).body)
      .rules.map((rule) => rule.settingName);

  it('lists the rules of its cloud', async () => {
    expect(await namesOf('toy-1')).toEqual([settingName]);
    expect(await namesOf('1000000000000001')).toHaveLength(17);
    expect(await namesOf('whose')).toHaveLength(17);
  });

  it('is refused a rule of another cloud, and told of its own', async () => {
    const other = 'rule:TagCluster:Cs-Cluster:Slb-Instance';

    const refused = await ask('toy-1', 'PUT', `/rules/${other}`, { status: 'Enable' });

    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ code: 'InvalidParameter.SettingName' });
    expect(refused.body.message).toContain(`${other} is a rule of`);
    expect(refused.body.message).toContain('account toy-1 is one of');
    expect(refused.body.message).toContain(settingName);
  });

  it('hears of every cloud what an event lacks that none knows', async () => {
    const { body } = await ask('toy-1', 'POST', '/events', { what: 'is this' });

    expect(JSON.stringify(body)).toMatch(/alibaba: .*; toy: not an event of the toy cloud/);
  });
});

describe('an account of a cloud that the stage does not touch', () => {
  const other = '1000000000000001';
  const disk = `arn:acs:ecs:cn-hangzhou:${other}:disk/d-1`;

  it.each([
    ['PUT', '/feature', { status: 'Enable' }],
    ['GET', `/resources/${encodeURIComponent(disk)}`, undefined],
  ])('is answered as by a stage without a cloud: %s %s', async (method, path, body) => {
    expect(await ask(other, method, path, body)).toMatchObject({
      status: 409,
      body: { code: 'CloudNotConfigured' },
    });
  });
});
