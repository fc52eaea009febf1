import * as z from 'zod/mini';
import { count, text } from '../model/fields.ts';
import type { Values } from '../storage/attributes.ts';
import type { Part } from '../storage/parts.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import type { Job, JobChange } from './job.ts';
import type { JobLock, JobStore } from './job-store.ts';
import { type JobLane, mostJobLanes } from './lane.ts';
import {
  coverageItem,
  coverageSchema,
  expiryFrom,
  headOf,
  keptDays,
  laneAttribute,
  laneContent,
  parseStored,
  readCoverage,
  readJob,
} from './stored-job.ts';

const lockSchema = z.object({ version: count, jobId: text });

const dayMs = 86_400_000;

/** More parts than a sweep's walk has, in each of the most lanes. */
const mostParts = 10 * mostJobLanes;

/** All jobs in one partition: they are few, and their ids sort by time. */
const jobsPartition = 'jobs';
const jobKey = (id: string): ItemKey => ({ pk: jobsPartition, sk: id });

const coveragePartition = (jobId: string): string => `job-coverage#${jobId}`;

const lockKey = (scope: string): ItemKey => ({ pk: `job-lock#${scope}`, sk: 'lock' });

/** A whole job, none of whose lanes was written by itself before. */
const itemOf = (job: Job): Item => ({
  ...headOf(job),
  version: job.version,
  ...Object.fromEntries(
    job.lanes.map((lane, index) => [laneAttribute(index), { ...laneContent(lane), version: 1 }]),
  ),
  ...jobKey(job.id),
});

const partOf = (lane: JobLane, index: number, { version: itemVersion }: Job): Part => ({
  name: laneAttribute(index),
  seen:
    lane.version === 0
      ? { kind: 'absent', itemVersion }
      : { kind: 'version', version: lane.version },
  version: lane.version + 1,
  content: laneContent(lane),
});

/** The lanes that a change makes others of. */
const changedLanes = (previous: Job, { lanes = previous.lanes }: JobChange): readonly Part[] =>
  lanes.flatMap((lane, index) =>
    lane === previous.lanes[index] ? [] : [partOf(lane, index, previous)],
  );

/** What a change writes beside lanes; nothing where it only is about those. */
const headAfter = (previous: Job, { lanes: _, ...head }: JobChange): Values =>
  Object.keys(head).length === 0 ? {} : headOf({ ...previous, ...head, turn: previous.turn + 1 });

/**
 * Jobs in DynamoDB: one item per job, in which each lane is a part of its own, so that lanes that write at once
 * do not meet; and one item per scope that says which job is the one of it.
 */
export const createDynamoDbJobs = ({ table }: { readonly table: Table }): JobStore => ({
  read: async (id) => {
    const item = await table.get(jobKey(id));
    return item === undefined ? undefined : readJob(item);
  },

  create: async (job) => {
    const item = itemOf({ ...job, version: 1, turn: 1 });
    await table.put(item, { kind: 'absent' });
    return readJob(item);
  },

  replace: async (previous, change) => {
    const { version, turn } = previous;
    if (turn === 0) {
      const item = itemOf({ ...previous, ...change, version: version + 1, turn: 1 });
      await table.put(item, { kind: 'version', version });
      return readJob(item);
    }
    const item = await table.putParts(jobKey(previous.id), {
      parts: changedLanes(previous, change),
      attributes: headAfter(previous, change),
      expected: { turn },
    });
    return readJob(item);
  },

  list: async (limit, cursor) => {
    const page = await table.query({ pk: jobsPartition, isDescending: true, limit, cursor });
    return { items: page.items.map(readJob), next: page.next };
  },

  startingWith: async (prefix, limit) => {
    const page = await table.query({ pk: jobsPartition, prefix, isDescending: true, limit });
    return page.items.map(readJob);
  },

  recordCoverage: (job, lane, coverage) => {
    const { part, accountId } = coverage;
    const place = lane === 0 ? part : `${part}#${lane}`;
    const key = { pk: coveragePartition(job.id), sk: `${accountId}#${place}` };
    // Kept for longer than the job, so that a sweep whose coverage is gone never seems to have seen nothing.
    const expiresAt = expiryFrom(Date.parse(job.updatedAt) + keptDays * dayMs);
    const item = { ...key, ...coverageItem(coverage), [expiryAttribute]: expiresAt };
    return table.put(item, { kind: 'any' });
  },

  coverage: async (jobId, accountId) => {
    const pk = coveragePartition(jobId);
    const page = await table.query({ pk, prefix: `${accountId}#`, limit: mostParts });
    return page.items.map((item) => readCoverage(parseStored(coverageSchema, item, item)));
  },

  lock: async (scope) => {
    const key = lockKey(scope);
    const item = await table.get(key);
    return item === undefined
      ? { scope, version: 0, jobId: null }
      : { scope, ...parseStored(lockSchema, key, item) };
  },

  takeLock: async (previous: JobLock, jobId) => {
    const { scope } = previous;
    const next = { scope, version: previous.version + 1, jobId };
    await table.put(
      { ...lockKey(scope), version: next.version, jobId },
      previous.version === 0 ? { kind: 'absent' } : { kind: 'version', version: previous.version },
    );
    return next;
  },
});
