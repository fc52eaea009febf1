import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Client } from '../../src/clouds/alibaba/demo/client.ts';
import { type Arn, parseArn } from '../../src/clouds/arn.ts';
import { callApi, idOf, make, useRunner } from './path-fixture.ts';

const diskRule = 'rule:AttachDisk-DetachDisk-TagInstance:Ecs-Instance:Ecs-Disk';

const openClient = useRunner();

const attachedDisk = async (): Promise<{ client: Client; instance: Arn; disk: Arn }> => {
  const client = openClient();
  await client.setFeature('Enable');
  await client.setRule(diskRule, { status: 'Enable' });
  const instance = await make(client, 'Ecs-Instance', 'Ecs/CreateInstance');
  await client.tag(instance, { cost: 'ours' });
  const disk = await make(client, 'Ecs-Disk', 'Ecs/CreateDisk');
  // What is still on its way is looked at now: a look for CreateDisk that came later would see the attachment.
  await client.settle();
  await client.cloud('Ecs/AttachDisk', {
    RegionId: 'cn-hangzhou',
    InstanceId: idOf(instance),
    DiskId: idOf(disk),
  });
  await client.settle();
  return { client, instance, disk };
};

/** Asks about a resource of its own account. */
const get = async (
  path: string,
  query: Readonly<Record<string, string>> & { readonly resource: Arn },
): Promise<unknown> => {
  const { accountId } = parseArn(query.resource);
  return (await callApi('GET', `/v1/accounts/${accountId}/${path}?${new URLSearchParams(query)}`))
    .body;
};

const historySchema = z.object({
  entries: z.array(
    z.looseObject({
      action: z.string(),
      value: z.nullable(z.string()),
      reason: z.string(),
      cause: z.looseObject({ eventName: z.string() }),
    }),
  ),
});

const storyOf = async (disk: Arn): Promise<readonly string[]> =>
  historySchema
    .parse(await get('history', { resource: disk }))
    .entries.map(
      ({ action, value, reason, cause }) => `${action} ${value} (${reason}) on ${cause.eventName}`,
    );

describe('the running service', () => {
  it('tells the history of a tag and explains it', async () => {
    const { client, instance, disk } = await attachedDisk();
    await client.tag(instance, { cost: 'newer' });
    await client.settle();

    expect(await storyOf(disk)).toEqual([
      'set newer (follows) on TagResources',
      'set ours (inherited) on AttachDisk',
    ]);
    expect(await get('explain', { resource: disk, key: 'cost' })).toMatchObject({
      exists: true,
      keys: [
        {
          value: 'newer',
          origin: 'inherited',
          why: 'in place',
          parents: [{ primary: instance, verdict: 'wins' }],
          chain: [
            {
              resource: disk,
              inherited: {
                primary: instance,
                rule: diskRule,
                cause: { eventName: 'TagResources', principal: 'operator' },
              },
            },
            { resource: instance, value: 'newer', inherited: null },
          ],
        },
      ],
    });
  });

  it('leaves a tag alone that somebody keeps changing back, names them, and resumes when told', async () => {
    const { client, disk } = await attachedDisk();
    for (const value of ['1', '2', '3', '4']) {
      await client.tag(disk, { cost: value });
      await client.settle();
    }

    const given = await client.tagsOf(disk);
    const shown = await callApi(
      'GET',
      `/v1/accounts/${parseArn(disk).accountId}/resources/${disk}`,
    );
    const explained = await get('explain', { resource: disk, key: 'cost' });
    const resumePath = `/v1/contested/resume?accountId=${parseArn(disk).accountId}`;
    const resumed = await callApi('POST', resumePath, { resource: disk, key: 'cost' });
    await client.settle();

    expect(given).toEqual({ cost: '4' });
    expect(shown.body).toMatchObject({
      tags: [{ key: 'cost', value: '4', origin: 'own' }],
      contested: [{ key: 'cost', by: 'operator', theirs: '4' }],
    });
    expect(explained).toMatchObject({ keys: [{ why: 'contested', contest: { by: 'operator' } }] });
    expect(resumed.status).toBe(200);
    expect(await client.tagsOf(disk)).toEqual({ cost: 'ours' });
    expect((await storyOf(disk)).slice(0, 2)).toEqual([
      'set ours (repairs) on ResumeContested',
      'refused ours (contested) on TagResources',
    ]);
  });
});
