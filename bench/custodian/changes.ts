import { setTimeout as sleep } from 'node:timers/promises';
import type { Row } from '../report.ts';
import type { Estate, Fleet } from './estate.ts';
import { inWorld, type Place, rowOf, type Size, untilQuiet } from './place.ts';
import { runCustodian } from './run-custodian.ts';
import { startService } from './run-heirtag.ts';

/** Waits until something is so. @returns seconds, of those after `began` */
const secondsUntil = async (began: number, isSo: () => Promise<boolean>): Promise<number> => {
  while (!(await isSo())) await sleep(100);
  return (performance.now() - began) / 1000;
};

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
    /** The last volume is as it should be: asked for often, and cheap. */
    readonly isDone: () => Promise<boolean>;
    /** All are: a list of all volumes, which would slow down what is measured. */
    readonly isRight: () => Promise<boolean>;
  },
) => Promise<number>;

/** @param most changes to play */
const playChanges = async (
  place: Place,
  by: string,
  { heirs, most }: Pick<Size, 'heirs'> & { readonly most: number },
  react: React,
): Promise<Row[]> => {
  const { estate, instances, counter } = place;
  const instance = instances.at(-1) ?? '';
  const [volume = '', last = ''] = (await estate.volumesOf(instance)).toSorted();
  const rows: Row[] = [];
  for (const { story, make, isRight: isRightWith } of changes.slice(0, most)) {
    counter.take();
    const told = await make(estate, instance, volume);
    const of = told.changedKeys === undefined ? volume : last;
    const isDone = async () => isRightWith(await estate.tagsOf(of));
    const isRight = async () => (await isDone()) && (await estate.wrong()) === 0;
    const seconds = await react(place, told, { instance, volume, isDone, isRight });
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

/** Following changes, with Cloud Custodian, which is run again after each. */
const custodianFollows = (size: Size, most: number) =>
  inWorld(fleetsWithOne(size), size.delayMs, async (place) => {
    await runCustodian(place.endpoint, 'copy-instance-tags');
    return playChanges(
      place,
      'Custodian, copy-instance-tags',
      { ...size, most },
      async ({ counter, endpoint }) => {
        await runCustodian(endpoint, 'copy-instance-tags');
        return counter.seconds();
      },
    );
  });

/** Following changes, with the service, which is told of each. */
const heirtagFollows = (size: Size, most: number) =>
  inWorld(fleetsWithOne(size), size.delayMs, async (place) => {
    const service = await startService(place.endpoint);
    try {
      await service.backfill();
      await untilQuiet(place, size);
      return await playChanges(
        place,
        'Heirtag',
        { ...size, most },
        async (_, { changedKeys }, at) => {
          const began = performance.now();
          if (changedKeys === undefined) await service.tellDetach(at.instance, at.volume);
          else await service.tellTagChange(at.instance, changedKeys);
          const seconds = await secondsUntil(began, at.isDone);
          await secondsUntil(began, at.isRight);
          await untilQuiet(place, size);
          return seconds;
        },
      );
    } finally {
      await service.stop();
    }
  });

/** Plays changes of one instance with many volumes. @param most of the three there are; all unless given */
export const compareChanges = async (
  size: Size,
  most = changes.length,
): Promise<readonly Row[]> => [
  ...(await custodianFollows(size, most)),
  ...(await heirtagFollows(size, most)),
];
