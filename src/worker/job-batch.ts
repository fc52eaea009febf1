import pLimit from 'p-limit';
import type { Outcome } from '../engine/outcome.ts';
import type { Path, Walk } from '../engine/walk.ts';
import { causeOf, type Job, type JobCounts } from '../jobs/job.ts';
import type { Arn } from '../model/arn.ts';
import type { ChangesQueue, InternalMessage, Key } from '../queue/message.ts';
import { joined, type Reach, sentReach } from '../queue/reach.ts';
import type { SettingName } from '../rules/catalogue.ts';

/** Some associations that a step does together, and where the job goes on after them. */
export type JobBatch = {
  readonly arns: readonly Arn[];
  /** How far the looks at them reach. */
  readonly reaches: ReadonlyMap<Arn, Reach>;
  readonly path: Path;
  /** What was read to find them: listings that had nothing count, too. */
  readonly reads: number;
  /** Nothing comes after it. */
  readonly isEnd: boolean;
};

/** Gathers chunks, so that primaries with few heirs are done together. @param size of a batch, at the least */
export async function* inJobBatches(walk: Walk, size: number): AsyncGenerator<JobBatch, void> {
  let arns: readonly Arn[] = [];
  let reaches = new Map<Arn, Reach>();
  let path: Path = [];
  let reads = 0;
  for await (const chunk of walk) {
    arns = [...arns, ...chunk.arns];
    for (const arn of chunk.arns) {
      reaches.set(arn, joined(reaches.get(arn) ?? [], chunk.reach));
    }
    path = chunk.path;
    reads += 1;
    if (arns.length < size && reads < size) continue;
    yield { arns, reaches, path, reads, isEnd: false };
    arns = [];
    reaches = new Map();
    reads = 0;
  }
  yield { arns, reaches, path, reads, isEnd: true };
}

export type JobBatchDeps = {
  readonly queue: ChangesQueue;
  readonly parallelReconciles: number;
  readonly reconcileKey: (key: Key) => Promise<Outcome>;
};

/** What came of a batch, to be added to the job's record. */
export type JobGain = Omit<JobCounts, 'found'> & Pick<Job, 'findings'>;

/** So many failures and no success in one batch: it is not the resources that are at fault. */
const tooManyFailures = 10;

type End = { readonly arn: Arn } & ({ readonly outcome: Outcome } | { readonly failure: unknown });

const findingsIn = (outcomes: readonly Outcome[]): Job['findings'] => {
  const findings = new Map<SettingName, number>();
  for (const { rule } of outcomes.flatMap(({ changes }) => changes)) {
    findings.set(rule, (findings.get(rule) ?? 0) + 1);
  }
  return findings;
};

/**
 * Makes the resources of a batch right. One that fails goes to the queue as a message of its own, with
 * retries and a dead letter of its own; the others go on.
 * @throws the first failure when all of many failed: then the step is worth trying again as a whole
 */
export const reconcileBatch = async (
  deps: JobBatchDeps,
  job: Job,
  { arns, reaches }: Pick<JobBatch, 'arns' | 'reaches'>,
): Promise<JobGain> => {
  const limit = pLimit(deps.parallelReconciles);
  const cause = causeOf(job);
  const endOf = async ([arn, reach]: readonly [Arn, Reach]): Promise<End> => {
    const key = { arn, isGone: false, isNamed: false, cause, reach };
    try {
      return { arn, outcome: await deps.reconcileKey(key) };
    } catch (failure) {
      return { arn, failure };
    }
  };
  const ends = await Promise.all([...reaches].map((each) => limit(() => endOf(each))));
  const outcomes = ends.flatMap((end) => ('outcome' in end ? [end.outcome] : []));
  const failed = ends.flatMap((end) => ('failure' in end ? [end] : []));
  if (outcomes.length === 0 && failed.length >= tooManyFailures) throw failed[0]?.failure;

  await deps.queue.send(
    failed.map(
      ({ arn }): InternalMessage => ({
        kind: 'keys',
        arns: [arn],
        cause,
        ...sentReach(reaches.get(arn) ?? []),
      }),
    ),
  );
  return {
    done: arns.length,
    changed: outcomes.filter(({ changes }) => changes.length > 0).length,
    refused: outcomes.filter(({ refusals }) => refusals.length > 0).length,
    failed: failed.length,
    findings: job.kind === 'sweep' ? findingsIn(outcomes) : new Map(),
  };
};

/** Adds what came of a batch to what a job has counted. */
export const withGain = (
  job: Job,
  gain: JobGain,
): Omit<JobCounts, 'found'> & Pick<Job, 'findings'> => {
  const findings = new Map(job.findings);
  for (const [rule, found] of gain.findings) findings.set(rule, (findings.get(rule) ?? 0) + found);
  return {
    done: job.done + gain.done,
    changed: job.changed + gain.changed,
    refused: job.refused + gain.refused,
    failed: job.failed + gain.failed,
    findings,
  };
};
