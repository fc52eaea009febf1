import { beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import { ownRules } from '../default-rules.ts';
import { diskRule, eipRule, snapshotRule } from '../engine/fixtures.ts';
import { idOf, make, type Service, useService } from './path-fixture.ts';

/** The actions of the product page's "Basic operations", one by one, through the HTTP API. */
const openService = useService();
let service: Service;

beforeEach(() => {
  service = openService();
});

const call = async (method: string, path: string, body?: object): Promise<unknown> => {
  const answer = await service.call(method, path, body);
  await service.client.settle();
  return answer.body;
};

const enableFeature = () => call('PUT', '/v1/feature', { status: 'Enable' });

/** An instance with two tags, and a disk on it. */
const makePair = async (): Promise<{ instance: Arn; disk: Arn }> => {
  const { client } = service;
  const instance = await make(client, 'Ecs-Instance', 'Ecs/RunInstances');
  await client.tag(instance, { cost: 'shanghai', team: 'blue' });
  const disk = await make(client, 'Ecs-Disk', 'Ecs/CreateDisk', { Size: 40 });
  await client.cloud('Ecs/AttachDisk', { InstanceId: idOf(instance), DiskId: idOf(disk) });
  await client.settle();
  return { instance, disk };
};

const tagsOf = (arn: Arn) => service.client.tagsOf(arn);

describe('enable the associated tag inheritance feature', () => {
  it('tells what it manages, every rule disabled, and touches nothing yet', async () => {
    const answer = await enableFeature();
    const { disk } = await makePair();

    expect(answer).toMatchObject({
      status: 'Enable',
      manages: ownRules.map(({ settingName }) => ({ settingName, status: 'Disable' })),
    });
    expect(await tagsOf(disk)).toEqual({});
  });

  it('is needed before rules can be managed', async () => {
    expect(await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' })).toMatchObject({
      code: 'InvalidOperation.NotActivated',
    });
  });
});

describe('enable a rule', () => {
  it('inherits all keys from then on', async () => {
    await enableFeature();
    await call('POST', '/v1/rules', { settingName: diskRule, status: 'Enable' });

    const { disk } = await makePair();

    expect(await tagsOf(disk)).toEqual({ cost: 'shanghai', team: 'blue' });
  });

  it('inherits the chosen keys only', async () => {
    await enableFeature();
    await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable', tagKeys: ['cost'] });

    const { disk } = await makePair();

    expect(await tagsOf(disk)).toEqual({ cost: 'shanghai' });
  });

  it('applies to existing resources when asked, and to none when not', async () => {
    await enableFeature();
    const { disk } = await makePair();

    await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });
    const without = await tagsOf(disk);
    await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable', existingStatus: 'Enable' });

    expect(without).toEqual({});
    expect(await tagsOf(disk)).toEqual({ cost: 'shanghai', team: 'blue' });
  });
});

describe('modify a rule', () => {
  it('changes the tag scope for what comes after', async () => {
    await enableFeature();
    await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable', tagKeys: ['cost'] });
    const { instance, disk } = await makePair();

    await call('PATCH', `/v1/rules/${diskRule}`, { tagKeys: ['cost', 'team'] });
    await service.client.tag(instance, { stage: 'prod', cost: 'beijing' });
    await service.client.settle();

    expect(await tagsOf(disk)).toEqual({ cost: 'beijing', team: 'blue' });
  });

  it('switches Apply To Existing Resources on and off', async () => {
    await enableFeature();
    const { disk } = await makePair();
    await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });

    await call('PATCH', `/v1/rules/${diskRule}`, { existingStatus: 'Enable' });
    const on = await tagsOf(disk);
    const off = await call('PATCH', `/v1/rules/${diskRule}`, { existingStatus: 'Disable' });

    expect(on).toEqual({ cost: 'shanghai', team: 'blue' });
    expect(off).toMatchObject({ existingStatus: 'Disable' });
    expect(await tagsOf(disk)).toEqual(on);
  });
});

describe('disable a rule', () => {
  it('ends inheritance and leaves what was inherited', async () => {
    await enableFeature();
    await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });
    const { instance, disk } = await makePair();

    await call('PATCH', `/v1/rules/${diskRule}`, { status: 'Disable' });
    await service.client.tag(instance, { cost: 'beijing' });
    await service.client.settle();

    expect(await tagsOf(disk)).toEqual({ cost: 'shanghai', team: 'blue' });
  });
});

describe('manage rules in batches', () => {
  const batch = (action: string, settingNames: unknown) =>
    call('POST', '/v1/rules/batch', { action, settingNames });

  it('enables, applies to existing resources, and disables the selected ones', async () => {
    await enableFeature();
    const { instance, disk } = await makePair();
    const snapshot = await make(service.client, 'Ecs-Snapshot', 'Ecs/CreateSnapshot', {
      DiskId: idOf(disk),
    });
    await service.client.settle();
    const names = [diskRule, snapshotRule, eipRule];

    await batch('enable', names);
    const enabled = await tagsOf(disk);
    await batch('applyToExisting', names);
    const applied = [await tagsOf(disk), await tagsOf(snapshot)];
    await batch('disable', names);
    await service.client.tag(instance, { cost: 'beijing' });
    await service.client.settle();

    const tags = { cost: 'shanghai', team: 'blue' };
    expect(enabled).toEqual({});
    expect(applied).toEqual([tags, tags]);
    expect([await tagsOf(disk), await tagsOf(snapshot)]).toEqual([tags, tags]);
  });
});

describe('disable the associated tag inheritance feature', () => {
  it('ends all inheritance and leaves existing tags', async () => {
    await enableFeature();
    await call('PUT', `/v1/rules/${diskRule}`, { status: 'Enable' });
    const { instance, disk } = await makePair();

    await call('PUT', '/v1/feature', { status: 'Disable' });
    await service.client.cloud('Ecs/DetachDisk', {
      InstanceId: idOf(instance),
      DiskId: idOf(disk),
    });
    await service.client.settle();

    expect(await tagsOf(disk)).toEqual({ cost: 'shanghai', team: 'blue' });
  });
});
