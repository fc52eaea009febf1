import { beforeAll, expect, it } from 'vitest';
import { compareChanges } from '../../../bench/custodian/changes.ts';
import { custodianCopies, heirtagCopies } from '../../../bench/custodian/copies.ts';
import { custodian } from '../../../bench/custodian/run-custodian.ts';
import type { Row } from '../../../bench/report.ts';

/** What `npm run bench -- custodian` plays, in small; and nobody waits for looks that come when reads are sure to be new. */
const size = {
  instances: 4,
  volumesEach: 2,
  teams: 2,
  heirs: 3,
  delayMs: 0,
  quietMs: 0,
  patienceMs: 100_000,
} as const;

beforeAll(custodian.make);

const countsOf = ({ by, mutating, 'ends in': state }: Row) => ({ by, mutating, state });

it('makes a tag call for each set of tags, where Custodian makes one for each volume', async () => {
  const { instances, volumesEach, teams, delayMs } = size;
  const fleet = { instances, volumesEach, teams };

  const rows = [
    await custodianCopies('existing', fleet, 'copy-instance-tags', delayMs),
    await heirtagCopies('existing', fleet, size),
  ];

  expect(rows.map(countsOf)).toEqual([
    {
      by: 'Custodian, copy-instance-tags',
      mutating: instances * volumesEach,
      state: 'all right',
    },
    { by: 'Heirtag', mutating: teams, state: 'all right' },
  ]);
});

it('follows a change of tags by its event, where Custodian is run again', async () => {
  // What comes later waits until the reads after this one are sure to be new.
  const rows = await compareChanges(size, 1);

  expect(rows.map(({ by, 'ends in': state }) => ({ by, state }))).toEqual([
    { by: 'Custodian, copy-instance-tags', state: 'all right' },
    { by: 'Heirtag', state: 'all right' },
  ]);
});
