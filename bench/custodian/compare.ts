import { setTimeout as sleep } from 'node:timers/promises';
import { startMoto } from '../../test/emulators/moto.ts';
import { startProxy } from '../../test/emulators/proxy.ts';
import { makeEmulators } from '../../test/emulators/python.ts';
import type { Row } from '../report.ts';
import { type Calls, countCalls } from './counted-calls.ts';
import { type Estate, type Fleet, openEstate } from './estate.ts';
import { type actions, custodian, runCustodian } from './run-custodian.ts';
import { startService } from './run-heirtag.ts';

/** What is compared: how large the worlds are, and how slow AWS. */
export type Size = {
  readonly instances: number;
  readonly volumesEach: number;
  readonly teams: number;
  /** Volumes of the one instance whose tags are changed. */
  readonly heirs: number;
  /** What each call takes longer than the emulator. Milliseconds. */
  readonly delayMs: number;
};

/** As long as the service's second looks wait, and a little more. Milliseconds. */
const quietMs = 40_000;

const namesOf = ({ byName }: Calls): string =>
  [...byName]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const rowOf = (
  story: string,
  by: string,
  calls: Calls,
  { seconds, state }: { readonly seconds: number; readonly state: string },
): Row => ({
  story,
  by,
  'API calls': calls.all,
  mutating: calls.mutating,
  seconds: seconds.toFixed(1),
  'by name': namesOf(calls),
  'ends in': state,
});

/** A world of its own: emulator, account, and a proxy that counts and slows. */
type Place = {
  readonly endpoint: string;
  readonly estate: Estate;
  readonly instances: readonly string[];
  readonly counter: ReturnType<typeof countCalls>;
};

const inWorld = async <T>(
  fleets: readonly Fleet[],
  delayMs: number,
  work: (place: Place) => Promise<T>,
): Promise<T> => {
  const moto = await startMoto();
  const counter = countCalls();
  const proxy = await startProxy({ endpoint: moto.endpoint, delayMs, onCall: counter.onCall });
  const estate = openEstate(moto.endpoint);
  try {
    const made: string[] = [];
    for (const fleet of fleets) made.push(...(await estate.launch(fleet)));
    return await work({ endpoint: proxy.endpoint, estate, instances: made, counter });
  } finally {
    estate.close();
    await proxy.stop();
    await moto.stop();
  }
};

const stateOf = async ({ estate }: Place): Promise<string> => {
  const wrong = await estate.wrong();
  return wrong === 0 ? 'all right' : `${wrong} volumes wrong`;
};

const untilQuiet = async ({ counter }: Place): Promise<void> => {
  while (!counter.isQuiet(quietMs)) await sleep(250);
};

/** Waits until something is so. @returns seconds, of those after `began` */
const secondsUntil = async (began: number, isSo: () => Promise<boolean>): Promise<number> => {
  while (!(await isSo())) await sleep(100);
  return (performance.now() - began) / 1000;
};

/** Applying to what exists, with Cloud Custodian. */
const custodianCopies = (
  story: string,
  fleet: Fleet,
  action: keyof typeof actions,
  delayMs: number,
) =>
  inWorld([fleet], delayMs, async (place): Promise<Row> => {
    await runCustodian(place.endpoint, action);
    const calls = place.counter.take();
    const state = await stateOf(place);
    return rowOf(story, `Custodian, ${action}`, calls, { seconds: calls.seconds, state });
  });

/** Applying to what exists, with the service; the looks that verify, when reads are sure to be new, are counted too. */
const heirtagCopies = (story: string, fleet: Fleet, delayMs: number) =>
  inWorld([fleet], delayMs, async (place): Promise<Row> => {
    const service = await startService(place.endpoint);
    try {
      const seconds = await service.backfill();
      const state = await stateOf(place);
      await untilQuiet(place);
      return rowOf(story, 'Heirtag', place.counter.take(), { seconds, state });
    } finally {
      await service.stop();
    }
  });

/** What happens to the instance with many volumes. */
type Change = {
  readonly story: string;
  /** @returns what AWS tells of it */
  readonly make: (
    estate: Estate,
    instance: string,
    volume: string,
  ) => Promise<{ readonly changedKeys?: readonly string[] }>;
  /** True when the volume is as its rule asks for. */
  readonly isRight: (tags: Readonly<Record<string, string>>) => boolean;
};

const changes: readonly Change[] = [
  {
    story: 'a tag of one instance changes',
    make: async (estate, instance) => {
      await estate.tag(instance, { owner: 'somebody-else@example.com' });
      return { changedKeys: ['owner'] };
    },
    isRight: ({ owner }) => owner === 'somebody-else@example.com',
  },
  {
    story: 'a key leaves one instance',
    make: async (estate, instance) => {
      await estate.untag(instance, 'environment');
      return { changedKeys: ['environment'] };
    },
    isRight: ({ environment }) => environment === undefined,
  },
  {
    story: 'a volume is detached',
    make: async (estate, instance, volume) => {
      await estate.detach(instance, volume);
      return {};
    },
    isRight: (tags) => Object.keys(tags).length === 0,
  },
];

/** How a tool is told of a change, and how long it takes. */
type React = (
  place: Place,
  told: { readonly changedKeys?: readonly string[] },
  at: {
    readonly instance: string;
    readonly volume: string;
    readonly isRight: () => Promise<boolean>;
  },
) => Promise<number>;

const playChanges = async (
  place: Place,
  by: string,
  heirs: number,
  react: React,
): Promise<Row[]> => {
  const { estate, instances, counter } = place;
  const instance = instances.at(-1) ?? '';
  const [volume = '', last = ''] = (await estate.volumesOf(instance)).toSorted();
  const rows: Row[] = [];
  for (const { story, make, isRight } of changes) {
    counter.take();
    const told = await make(estate, instance, volume);
    const of = told.changedKeys === undefined ? volume : last;
    const isDone = async () => isRight(await estate.tagsOf(of));
    const seconds = await react(place, told, { instance, volume, isRight: isDone });
    const wrong = await estate.wrong();
    const state = !(await isDone())
      ? 'cannot: tags stay'
      : wrong === 0
        ? 'all right'
        : `${wrong} wrong`;
    const name = told.changedKeys === undefined ? story : `${story}, ${heirs} volumes`;
    rows.push(rowOf(name, by, counter.take(), { seconds, state }));
  }
  return rows;
};

const fleetsWithOne = ({ instances, volumesEach, teams, heirs }: Size): readonly Fleet[] => [
  { instances, volumesEach, teams },
  { instances: 1, volumesEach: heirs, teams: 1 },
];

const custodianFollows = (size: Size) =>
  inWorld(fleetsWithOne(size), size.delayMs, async (place) => {
    await runCustodian(place.endpoint, 'copy-instance-tags');
    return playChanges(
      place,
      'Custodian, copy-instance-tags',
      size.heirs,
      async ({ counter, endpoint }) => {
        await runCustodian(endpoint, 'copy-instance-tags');
        return counter.seconds();
      },
    );
  });

const heirtagFollows = (size: Size) =>
  inWorld(fleetsWithOne(size), size.delayMs, async (place) => {
    const service = await startService(place.endpoint);
    try {
      await service.backfill();
      await untilQuiet(place);
      return await playChanges(place, 'Heirtag', size.heirs, async (_, { changedKeys }, at) => {
        const began = performance.now();
        if (changedKeys === undefined) await service.tellDetach(at.instance, at.volume);
        else await service.tellTagChange(at.instance, changedKeys);
        const seconds = await secondsUntil(began, at.isRight);
        await untilQuiet(place);
        return seconds;
      });
    } finally {
      await service.stop();
    }
  });

/** Plays the same stories with Cloud Custodian and with the service, each in worlds of its own at the same emulator. */
export const compare = async (size: Size): Promise<readonly Row[]> => {
  makeEmulators();
  custodian.make();
  const { instances, volumesEach, teams, delayMs } = size;
  const few = { instances, volumesEach, teams };
  const many = { instances, volumesEach, teams: instances };
  const fewStory = `${instances} instances of ${teams} teams, ${volumesEach} volumes each`;
  const manyStory = `${instances} instances, each with its own tags`;
  return [
    await custodianCopies(fewStory, few, 'copy-instance-tags', delayMs),
    await custodianCopies(fewStory, few, 'copy-related-tag', delayMs),
    await heirtagCopies(fewStory, few, delayMs),
    await custodianCopies(manyStory, many, 'copy-instance-tags', delayMs),
    await heirtagCopies(manyStory, many, delayMs),
    ...(await custodianFollows(size)),
    ...(await heirtagFollows(size)),
  ];
};
