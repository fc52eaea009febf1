import { makeEmulators } from '../../test/emulators/python.ts';
import type { Row } from '../report.ts';
import { compareChanges } from './changes.ts';
import { custodianCopies, heirtagCopies } from './copies.ts';
import type { Size } from './place.ts';
import { custodian } from './run-custodian.ts';

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
    await heirtagCopies(fewStory, few, size),
    await custodianCopies(manyStory, many, 'copy-instance-tags', delayMs),
    await heirtagCopies(manyStory, many, size),
    ...(await compareChanges(size)),
  ];
};
