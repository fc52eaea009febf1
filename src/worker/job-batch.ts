import pLimit from 'p-limit';
import type { Arn } from '../clouds/arn.ts';
import { type Door, nameOfSite, siteOf } from '../clouds/call.ts';
import type { SettingName } from '../clouds/catalogue.ts';
import type { CloudReads } from '../clouds/provider.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { Path } from '../engine/place.ts';
import { type Chunk, nameOf, primaryOf, type Walk } from '../engine/walk.ts';
import { addCoverage } from '../jobs/coverage.ts';
import { causeOf, type Job, keepsCoverage } from '../jobs/job.ts';
import type { JobCounts, JobFailure, JobLane } from '../jobs/lane.ts';
import type { Cause } from '../model/cause.ts';
import { cutText } from '../model/cut-text.ts';
import { HeirtagError, isThrottle, RetryableError } from '../model/errors.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import type { ChangesQueue, InternalMessage, Key } from '../queue/message.ts';
import { joined, type Reach, sentReach } from '../queue/reach.ts';
import { coverageOf } from './sweep-coverage.ts';

/** Something that a job could not look at, or not into, and why. */
type SetAside = {
  /** A resource, or the names of the listings that it failed in. */
  readonly name: string;
  readonly failure: unknown;
  /** What others than the job may do about it. */
  readonly message: InternalMessage | undefined;
};

/** Some associations that a step does together, and where the job goes on after them. */
export type JobBatch = {
  readonly arns: readonly Arn[];
  /** What the walk came to, piece by piece. */
  readonly chunks: readonly Chunk[];
  /** How far the looks at them reach. */
  readonly reaches: ReadonlyMap<Arn, Reach>;
  /** So many of those before come again: a listing had to begin again. */
  readonly forgotten: number;
  /** Where the walk could not go on; it went on behind. */
  readonly unread: readonly Chunk[];
  readonly path: Path;
  /** What was read to find them: listings that had nothing count, too. */
  readonly reads: number;
  /** Nothing comes after it. */
  readonly isEnd: boolean;
};

/** So many failures and no success in one batch: it is not the resources that are at fault. */
const tooManyFailures = 10;

/** The first of many failures with no success beside them; undefined where only some failed. */
const failureOfAll = (failures: readonly unknown[], successes: number): unknown =>
  successes === 0 && failures.length >= tooManyFailures ? failures[0] : undefined;

const emptyBatch: Omit<JobBatch, 'isEnd'> = {
  arns: [],
  chunks: [],
  reaches: new Map(),
  forgotten: 0,
  unread: [],
  path: [],
  reads: 0,
};

const withChunk = (batch: Omit<JobBatch, 'isEnd'>, chunk: Chunk): Omit<JobBatch, 'isEnd'> => {
  const reaches = new Map(batch.reaches);
  for (const arn of chunk.arns) reaches.set(arn, joined(reaches.get(arn) ?? [], chunk.reach));
  return {
    arns: [...batch.arns, ...chunk.arns],
    chunks: [...batch.chunks, chunk],
    reaches,
    forgotten: batch.forgotten + (chunk.forgotten ?? 0),
    unread: chunk.failure === undefined ? batch.unread : [...batch.unread, chunk],
    path: chunk.path,
    reads: batch.reads + 1,
  };
};

/** True when coming again may help: then nothing need be set aside. */
const mayPass = (failure: unknown): boolean => failure instanceof RetryableError;

/** The first listing that may be read when the step comes again, and that nobody else is asked to read. */
const worthWaiting = (unread: readonly Chunk[]): Chunk | undefined =>
  unread.find((chunk) => mayPass(chunk.failure) && primaryOf(chunk) === undefined);

/**
 * Gathers chunks, so that primaries with few heirs are done together.
 * @param size listings that a batch reads
 * @param most resources that it holds, by those that it has
 * @param mayWait false when the step waited long enough for listings wider than a primary's
 * @throws why listings cannot be read, when none of many can, and it may pass; and why a wider one cannot
 */
export async function* inJobBatches(
  walk: Walk,
  {
    size,
    most,
    mayWait,
  }: {
    readonly size: number;
    readonly most: (arns: readonly Arn[]) => number;
    readonly mayWait: boolean;
  },
): AsyncGenerator<JobBatch, void> {
  let batch: Omit<JobBatch, 'isEnd'> = emptyBatch;
  for await (const chunk of walk) {
    batch = withChunk(batch, chunk);
    const { arns, reads, unread } = batch;
    const failure = failureOfAll(
      unread.map((each) => each.failure),
      reads - unread.length,
    );
    if (mayPass(failure)) throw failure;
    const awaited = mayWait ? worthWaiting(unread) : undefined;
    if (awaited !== undefined) throw awaited.failure;
    if (arns.length < most(arns) && reads < size) continue;
    yield { ...batch, isEnd: false };
    batch = { ...emptyBatch, path: batch.path };
  }
  yield { ...batch, isEnd: true };
}

export type JobBatchDeps = {
  readonly queue: ChangesQueue;
  readonly cloud: Pick<CloudReads, 'jobBatch'>;
  readonly door: Door;
  readonly parallelReconciles: number;
  readonly reconcileKey: (key: Key) => Promise<Outcome>;
};

/** What a job's batch holds at the most for each reconcile that may be under way at once. */
const batchPerReconcile = 5;

/** What fills the tag calls of a cloud that asks for many at once, as far as memory is given for them; 0 for others. */
export const togetherIn = ({
  cloud: { jobBatch = 0 },
  parallelReconciles,
}: Pick<JobBatchDeps, 'cloud' | 'parallelReconciles'>): number =>
  Math.min(jobBatch, batchPerReconcile * parallelReconciles);

/** Does work for resources that are let in meanwhile, so that what they call is known for the next. */
const inside = async <T>(
  { door }: Pick<JobBatchDeps, 'door'>,
  arns: readonly Arn[],
  work: () => Promise<T>,
): Promise<T> => {
  const sites = Map.groupBy(arns.map(siteOf), nameOfSite);
  const entered = [...sites.values()].flatMap((some) => {
    const [at] = some;
    return at === undefined ? [] : [{ at, count: some.length }];
  });
  for (const { at, count } of entered) door.enter(at, count, 'live');
  try {
    return await work();
  } finally {
    for (const { at, count } of entered) door.leave(at, count);
  }
};

/** What came of a batch, to be added to what its lane has counted. */
export type JobGain = Omit<JobCounts, 'found'> &
  Pick<JobLane, 'findings' | 'coverage' | 'failures'>;

type End = { readonly arn: Arn } & ({ readonly outcome: Outcome } | { readonly failure: unknown });

const outcomesOf = (ends: readonly End[]): ReadonlyMap<Arn, Outcome> =>
  new Map(ends.flatMap((end) => ('outcome' in end ? [[end.arn, end.outcome] as const] : [])));

const findingsIn = (outcomes: readonly Outcome[]): JobLane['findings'] => {
  const findings = new Map<SettingName, number>();
  for (const { rule } of outcomes.flatMap(({ changes }) => changes)) {
    findings.set(rule, (findings.get(rule) ?? 0) + 1);
  }
  return findings;
};

/** Longest reason that a record keeps. */
const longestReason = 300;

const failureOf = ({ name, failure }: SetAside): JobFailure => ({
  resource: name,
  code: failure instanceof HeirtagError ? failure.code : 'Unknown',
  message: cutText(thrownMessage(failure), longestReason),
});

/** A listing that could not be read: of a primary's heirs, or of something wider. */
const unreadListing = (chunk: Chunk, cause: Cause): SetAside => {
  const primary = primaryOf(chunk);
  const heirs = (of: Arn): InternalMessage => ({
    kind: 'heirs',
    primary: of,
    cursor: null,
    cause,
    reach: [of],
  });
  return {
    name: nameOf(chunk),
    failure: chunk.failure,
    message: primary === undefined ? undefined : heirs(primary),
  };
};

/**
 * Makes the resources of a batch right. One that fails goes to the queue as a message of its own, with
 * retries and a dead letter of its own; the others go on. When all of many fail with what does not
 * pass, they are only told: a message for each would fail the same way.
 * @throws a throttle, for jobs give way; and the first failure when all of many failed with what may
 * pass: then the step is worth trying again as a whole
 */
export const reconcileBatch = async (
  deps: JobBatchDeps,
  job: Job,
  { arns, chunks, reaches, unread }: Pick<JobBatch, 'arns' | 'chunks' | 'reaches' | 'unread'>,
): Promise<JobGain> => {
  const limit = pLimit(Math.max(deps.parallelReconciles, togetherIn(deps)));
  const cause = causeOf(job);
  const endOf = async ([arn, reach]: readonly [Arn, Reach]): Promise<End> => {
    const key = { arn, isGone: false, isNamed: false, cause, reach };
    try {
      return { arn, outcome: await deps.reconcileKey(key) };
    } catch (failure) {
      return { arn, failure };
    }
  };
  const ends = await inside(deps, arns, () =>
    Promise.all([...reaches].map((each) => limit(() => endOf(each)))),
  );
  const outcomes = ends.flatMap((end) => ('outcome' in end ? [end.outcome] : []));
  const failed = ends.flatMap((end) => ('failure' in end ? [end] : []));
  const failureOfEach = failureOfAll(
    failed.map(({ failure }) => failure),
    outcomes.length,
  );
  const throttle = failed.find(({ failure }) => isThrottle(failure));
  if (throttle !== undefined) throw throttle.failure;
  if (mayPass(failureOfEach)) throw failureOfEach;

  const setAside: readonly SetAside[] = [
    ...unread.map((chunk) => unreadListing(chunk, cause)),
    ...failed.map(({ arn, failure }): SetAside => {
      const reach = sentReach(reaches.get(arn) ?? []);
      return { name: arn, failure, message: { kind: 'keys', arns: [arn], cause, ...reach } };
    }),
  ];
  if (failureOfEach === undefined) {
    await deps.queue.send(setAside.flatMap(({ message }) => message ?? []));
  }
  return {
    done: arns.length,
    changed: outcomes.filter(({ changes }) => changes.length > 0).length,
    refused: outcomes.filter(({ refusals }) => refusals.length > 0).length,
    failed: setAside.length,
    findings: job.kind === 'sweep' ? findingsIn(outcomes) : new Map(),
    coverage: keepsCoverage(job) ? coverageOf(chunks, outcomesOf(ends)) : null,
    failures: setAside.map(failureOf),
  };
};

/**
 * Adds what came of a batch to what a lane has counted.
 * @param forgotten so many of those before come again, and are counted then
 * @param keeps so many of the failures at the most
 */
export const withGain = (
  lane: JobLane,
  gain: JobGain,
  { forgotten, keeps }: { readonly forgotten: number; readonly keeps: number },
): JobGain => {
  const findings = new Map(lane.findings);
  for (const [rule, found] of gain.findings) findings.set(rule, (findings.get(rule) ?? 0) + found);
  return {
    done: Math.max(0, lane.done + gain.done - forgotten),
    changed: lane.changed + gain.changed,
    refused: lane.refused + gain.refused,
    failed: lane.failed + gain.failed,
    findings,
    coverage: lane.coverage && addCoverage(lane.coverage, gain.coverage ?? []),
    failures: [...lane.failures, ...gain.failures].slice(0, keeps),
  };
};
