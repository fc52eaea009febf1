import { afterEach, describe, expect, it } from 'vitest';
import { findRule } from '../../../../src/clouds/alibaba/catalogue.ts';
import { scenarios } from '../../../../src/clouds/alibaba/demo/scenarios.ts';
import { type Moment, playStory } from '../../../../src/clouds/alibaba/demo/story.ts';
import type { Disturbance, DisturbedCall } from '../../../../src/clouds/wire.ts';
import { openWiredService, type WiredService } from './wired-service.ts';

const opened: WiredService[] = [];
afterEach(() => Promise.all(opened.splice(0).map(({ stop }) => stop())));

const open = async (): Promise<WiredService> => {
  const wired = await openWiredService(20_261_126);
  opened.push(wired);
  return wired;
};

const wrongOf = (moments: readonly Moment[]): readonly Moment[] =>
  moments.filter(({ isRight }) => !isRight);

/** What every so many calls meet. */
const every = (count: number, disturbance: Disturbance) => {
  let calls = 0;
  return (_: DisturbedCall): Disturbance | undefined => {
    calls += 1;
    return calls % count === 0 ? disturbance : undefined;
  };
};

const refuse = (code: string, httpStatus = 400): Disturbance => ({
  kind: 'refuse',
  code,
  httpStatus,
});

const stories = scenarios.map((scenario) => ({ scenario, title: scenario.title }));

describe('bus → queue → worker → HTTP → the cloud', () => {
  it.each(stories)('$title: plays its whole story', async ({ scenario }) => {
    const { client, wire } = await open();

    expect(wrongOf(await playStory(client, scenario))).toEqual([]);
    expect(wire.calls.some(({ operation }) => operation === 'TagResources')).toBe(true);
  });

  it.each(stories.filter(({ scenario }) => findRule(scenario.settingName)?.supportsExisting))(
    '$title: reaches what existed before',
    async ({ scenario }) => {
      const { client } = await open();
      const made = await scenario.makePrimary(client);
      await client.tag(made.primary, { cost: 'shanghai' });
      const free = await scenario.makeFree?.(client);
      const heir = (await scenario.associate?.(client, made.primary, free)) ?? made.born;
      await client.settle();
      if (heir === undefined) throw new Error('there is no heir');
      expect(await client.tagsOf(heir)).toEqual({});

      await client.setFeature('Enable');
      await client.setRule(scenario.settingName, { status: 'Enable', existingStatus: 'Enable' });
      await client.settle();

      expect(await client.tagsOf(heir)).toEqual({ cost: 'shanghai' });
    },
  );

  it.each([
    ['calls are throttled', every(5, refuse('Throttling.User'))],
    ['answers are lost', every(7, { kind: 'loseAnswer' })],
    ['credentials are over', every(3, refuse('InvalidSecurityToken.Expired'))],
    [
      'something on the way answers',
      every(6, {
        kind: 'instead',
        status: 502,
        contentType: 'text/html',
        body: '<html>bad gateway</html>',
      }),
    ],
  ] as const)('plays on while %s', async (_, disturb) => {
    const { client, wire } = await open();
    const [disk, , eip] = scenarios;
    if (disk === undefined || eip === undefined) throw new Error('there are 17');
    wire.disturb = disturb;

    expect(wrongOf(await playStory(client, disk))).toEqual([]);
    expect(wrongOf(await playStory(client, eip))).toEqual([]);
  });

  it('takes nothing for gone or parted while nobody may read it', async () => {
    const { client, wire } = await open();
    const [scenario] = scenarios;
    if (scenario?.associate === undefined) throw new Error('disks are attached');
    await client.setFeature('Enable');
    await client.setRule(scenario.settingName, { status: 'Enable' });
    const { primary } = await scenario.makePrimary(client);
    await client.tag(primary, { cost: 'shanghai' });
    const disk = await scenario.associate(client, primary, await scenario.makeFree?.(client));
    await client.settle();
    expect(await client.inheritedKeysOf(disk)).toEqual(['cost']);

    wire.disturb = ({ operation }) =>
      operation === 'DescribeDisks' ? { kind: 'forbid' } : undefined;
    await client.tag(disk, { own: 'kept' });
    await client.settle();
    expect(await client.inheritedKeysOf(disk)).toEqual(['cost']);

    wire.disturb = () => undefined;
    await scenario.part?.(client, { primary, associated: disk });
    await client.settle();
    expect(await client.tagsOf(disk)).toEqual({ own: 'kept' });
    expect(await client.inheritedKeysOf(disk)).toEqual([]);
  });
});
