import { expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import { allRegions } from '../../src/clouds/regions.ts';
import { type HeirsRequest, heirsPage, primariesBelow } from '../../src/engine/heirs.ts';
import type { Eyes } from '../../src/engine/observe.ts';
import type { Ledger } from '../../src/ledger/ledger.ts';
import { InvalidInputError } from '../../src/model/errors.ts';
import { cursorExpired } from '../../src/model/page.ts';
import type { RuleSetting, SettingsStore } from '../../src/settings/settings.ts';
import { gatheredCloud } from '../../src/wave/gathered-cloud.ts';
import { noWave } from '../../src/wave/wave.ts';
import { disk, diskRule, eip, eipRule, instance, named, setting, settingsOf } from './fixtures.ts';

const eniRule = 'rule:AttachEni-DetachEni-TagInstance:Ecs-Instance:Ecs-Eni';
const eni = named('Ecs-Eni', 'eni-1');
const former = named('Ecs-Disk', 'd-former');

const unexpected = async (): Promise<never> => {
  throw new Error('not asked for here');
};

/** Each source has one page of one heir, and a second page without any. */
const openEyes = (...rules: readonly RuleSetting[]) => {
  const asked: string[] = [];
  const page = (source: string, cursor: string | undefined, item: typeof disk) => {
    asked.push(`${source} ${cursor ?? 'begin'}`);
    return cursor === undefined
      ? { items: [item], next: `${source} 2` }
      : { items: [], next: undefined };
  };
  const heirs = { 'Ecs-Disk': disk, 'Ecs-Eni': eni, 'Vpc-Eip': eip };
  const ledger: Ledger = {
    read: unexpected,
    readMany: unexpected,
    heirships: unexpected,
    refused: unexpected,
    replace: unexpected,
    renew: unexpected,
    primaries: unexpected,
    contested: unexpected,
    heirs: async (_, cursor) => page('ledger', cursor, former),
  };
  const settings: SettingsStore = {
    read: async () => settingsOf(...rules),
    replace: unexpected,
    accounts: unexpected,
  };
  const eyes: Eyes = {
    cloud: gatheredCloud(
      {
        ...absentProvider,
        heirs: async (_, type, cursor) =>
          page(type, cursor, Object.entries(heirs).find(([name]) => name === type)?.[1] ?? disk),
      },
      noWave.gather,
    ),
    ledger,
    settings,
    regions: allRegions,
  };
  return { eyes, asked };
};

const pageOf = (eyes: Eyes, cursor: HeirsRequest['cursor']) =>
  heirsPage(eyes, { primary: instance, cursor });

it('lists one source after the other, each from its own beginning, the ledger last', async () => {
  const { eyes, asked } = openEyes(setting(diskRule), setting(eniRule));
  const found: string[] = [];

  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(eyes, cursor);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);

  expect(found).toEqual([disk, eni, former]);
  expect(asked).toEqual([
    ...['Ecs-Disk begin', 'Ecs-Disk Ecs-Disk 2'],
    ...['Ecs-Eni begin', 'Ecs-Eni Ecs-Eni 2'],
    ...['ledger begin', 'ledger ledger 2'],
  ]);
});

it('hands no cursor of one source to the next when its rule was turned off between two pages', async () => {
  const before = openEyes(setting(diskRule), setting(eipRule));
  const { next } = await pageOf(before.eyes, null);
  const after = openEyes(setting(diskRule, { status: 'Disable' }), setting(eipRule));

  const page = await pageOf(after.eyes, next);

  expect(after.asked).toEqual(['Vpc-Eip begin']);
  expect(page.items).toEqual([eip]);
});

it('refuses a cursor that names no source', async () => {
  const { eyes } = openEyes(setting(diskRule));

  await expect(pageOf(eyes, 'nonsense')).rejects.toThrow(InvalidInputError);
});

/** A cloud whose listing of disks has two pages; its cursor has expired so many times. */
const expiring = (times: number) => {
  const { eyes } = openEyes(setting(diskRule));
  let left = times;
  const heirs: Eyes['cloud']['heirs'] = async (primary, type, cursor) => {
    if (cursor !== undefined && left > 0) {
      left -= 1;
      throw cursorExpired('the disks of an instance');
    }
    return eyes.cloud.heirs(primary, type, cursor);
  };
  return { ...eyes, cloud: { ...eyes.cloud, heirs } };
};

const listAll = async (eyes: Eyes) => {
  const found: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof pageOf>> = await pageOf(eyes, cursor);
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return found;
};

it('begins a source again whose cursor has expired', async () => {
  expect(new Set(await listAll(expiring(3)))).toEqual(new Set([disk, former]));
});

it('does not begin one again for ever', async () => {
  await expect(listAll(expiring(1000))).rejects.toMatchObject({ code: 'CursorExpired' });
});

it('begins the listing of primaries below again whose cursor has expired', async () => {
  const eyes = expiring(2);

  const below = await primariesBelow(eyes, instance, 'CreateSnapshotGroup');

  expect(below).toEqual([disk]);
});
