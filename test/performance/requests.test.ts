import { expect, it } from 'vitest';
import {
  attach,
  burst,
  detach,
  lookAgain,
  lookAgainAt,
  type Scenario,
  tagChange,
} from '../../bench/measured/scenarios.ts';
import { openMeasuredWorld } from '../../bench/measured/world.ts';

/** What a scenario takes: requests for our own state, and calls of the cloud. */
const requestsOf = async (play: Scenario) => {
  const world = await openMeasuredWorld();
  try {
    const { state, cloud } = await play(world);
    const counts = [...state].map(([operation, { count }]) => [operation, count] as const);
    return { state: Object.fromEntries(counts), cloud };
  } finally {
    await world.stop();
  }
};

it('looks at a resource that is right with one ledger read, and writes nothing', async () => {
  expect(await requestsOf(lookAgain(1))).toEqual({
    // The settings and the ledger record, in one.
    state: { BatchGetItem: 1 },
    // The resource with its parent, which the ledger knows.
    cloud: { describe: 1 },
  });
});

it('looks at 100 resources that are right with the calls of one', async () => {
  expect(await requestsOf(lookAgainAt(100))).toEqual({
    state: { GetItem: 1, BatchGetItem: 1 },
    cloud: { describe: 2 },
  });
});

it('attaches with one ledger read, two ledger writes and one tag call', async () => {
  expect(await requestsOf(attach(1))).toEqual({
    state: {
      // Settings: to look, before writing, to verify.
      GetItem: 3 + 1,
      // Intend and confirm, and the row that finds the heir by its primary.
      PutItem: 2 + 1,
      // The history.
      BatchWriteItem: 1,
    },
    // The resource, its parent, which the ledger does not know yet, both again to verify.
    cloud: { describe: 3, setTags: 1 },
  });
});

it('detaches with one ledger read, two ledger writes and one tag call', async () => {
  expect(await requestsOf(detach(1))).toEqual({
    state: {
      GetItem: 3 + 1,
      PutItem: 2,
      DeleteItem: 1,
      BatchWriteItem: 1,
    },
    // A disk without parents needs no second look for them.
    cloud: { describe: 2, removeTags: 1 },
  });
});

it('follows a tag change with one ledger read, two ledger writes and one tag call', async () => {
  expect(await requestsOf(tagChange(1))).toEqual({
    state: {
      GetItem: 3 + 1,
      PutItem: 2,
      BatchWriteItem: 1,
      // Heirs by the ledger.
      Query: 1,
    },
    // Once more before it writes: the tags of this rule would stay.
    cloud: { heirs: 1, describe: 3, setTags: 1 },
  });
});

it('lets 50 heirs follow with the reads of one, one tag call, and two ledger writes each', async () => {
  expect(await requestsOf(tagChange(50))).toEqual({
    state: {
      GetItem: 3,
      BatchGetItem: 1,
      PutItem: 50 * 2,
      // Two rows of history for each, 25 rows a call.
      BatchWriteItem: (50 * 2) / 25,
      Query: 1,
    },
    // Once more before it writes: the tags of this rule would stay.
    cloud: { heirs: 1, describe: 3, setTags: 1 },
  });
});

it('does not do again what waits: 20 changes of a primary with 60 heirs are 60 writes', async () => {
  const world = await openMeasuredWorld();
  try {
    const { reconciles, cloud } = await burst(20, 60)(world);

    expect(reconciles).toEqual({ ResourcesChanged: 60 });
    expect(cloud.setTags).toBe(2);
  } finally {
    await world.stop();
  }
});
