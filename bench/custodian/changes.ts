import type { Row } from '../report.ts';
import { waitUntil } from '../wait-until.ts';
import type { ChosenTags, Estate, Fleet } from './estate.ts';
import { inWorld, type Place, rowOf, type Size, stateOf, untilQuiet } from './place.ts';
import { runCustodian } from './run-custodian.ts';
import { startService } from './run-heirtag.ts';

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
  readonly isRight: (tags: ChosenTags) => boolean;
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

/** How a tool is told of a change. @returns seconds until the last of its heirs was right, as far as the tool brings it there */
type React = (
  place: Place,
  told: { readonly changedKeys?: readonly string[] },
  at: {
    readonly instance: string;
    readonly volume: string;
    /** In words, heirs of the change that are not right; undefined when all are. */
    readonly wrongHeirs: () => Promise<string | undefined>;
  },
) => Promise<number>;

/** Asks for the last heir first, and for all when it is right: what is asked often is to cost little. */
export const wrongHeirsOf =
  (estate: Pick<Estate, 'tagsOf'>, heirs: readonly string[], isRight: Change['isRight']) =>
  async (): Promise<string | undefined> => {
    for (const asked of [heirs.slice(-1), heirs]) {
      const tags = await estate.tagsOf(asked);
      const wrong = asked.find((heir) => !isRight(tags.get(heir) ?? {}));
      if (wrong !== undefined) return `${wrong} has ${JSON.stringify(tags.get(wrong))}`;
    }
    return undefined;
  };

/** @param most changes to play */
const playChanges = async (
  place: Place,
  by: string,
  { heirs, most }: Pick<Size, 'heirs'> & { readonly most: number },
  react: React,
): Promise<Row[]> => {
  const { estate, instances, counter } = place;
  const instance = instances.at(-1) ?? '';
  const volumes = await estate.volumesOf(instance);
  const [volume = ''] = volumes;
  const rows: Row[] = [];
  for (const { story, make, isRight } of changes.slice(0, most)) {
    counter.take();
    const told = await make(estate, instance, volume);
    const isOfOne = told.changedKeys === undefined;
    const wrongHeirs = wrongHeirsOf(estate, isOfOne ? [volume] : volumes, isRight);
    const seconds = await react(place, told, { instance, volume, wrongHeirs });
    const state = (await wrongHeirs()) === undefined ? await stateOf(place) : 'cannot: tags stay';
    const name = isOfOne ? story : `${story}, ${heirs} volumes`;
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
    const service = await startService(place.endpoint, size);
    try {
      await service.backfill();
      await untilQuiet(place, size);
      return await playChanges(
        place,
        'Heirtag',
        { ...size, most },
        async (_, { changedKeys }, { instance, volume, wrongHeirs }) => {
          const began = performance.now();
          if (changedKeys === undefined) await service.tellDetach(instance, volume);
          else await service.tellTagChange(instance, changedKeys);
          await waitUntil({
            expected: `the volumes of ${instance} to follow a change of ${changedKeys ?? volume}`,
            missing: wrongHeirs,
            everyMs: 100,
            patienceMs: size.patienceMs,
          });
          const seconds = (performance.now() - began) / 1000;
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
