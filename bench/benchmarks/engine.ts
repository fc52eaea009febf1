import type { Look } from '../../src/engine/key-state.ts';
import { changesLedger } from '../../src/engine/ledger-content.ts';
import { callsCloud, planFor } from '../../src/engine/plan.ts';
import { cause, readConverged, type Seen, time } from '../measured/converged-look.ts';
import { type Benchmark, median, type Row } from '../report.ts';

/** As many reconciles go forward at once in a worker. */
const batchSize = 100;
const look: Look = {
  now: time,
  cause,
  rival: null,
  reach: 'all',
  guard: { mostRepairs: 3, windowSeconds: 3600 },
};

/** What is measured. @returns true when there is nothing to do */
type Work = (seen: Seen) => boolean;

/** All that a look at a resource that is right decides. */
const isConverged: Work = ({ inputs, record }) => {
  const plan = planFor({ inputs, record, maxTags: 200, look });
  return !callsCloud(plan) && !changesLedger(plan, record, look);
};

/**
 * A bare loop over these Maps to compare a plan with: takes each key's first value, and compares it
 * with the tag and with the ledger.
 */
const isSameBare: Work = ({ inputs, record }) => {
  const first = new Map<string, string>();
  for (const parent of inputs.parents.values()) {
    parent.tags.forEach((value, key) => {
      if (!first.has(key)) first.set(key, value);
    });
  }
  let isSame = true;
  first.forEach((value, key) => {
    isSame &&= inputs.resource.tags.get(key) === value && record.entries.get(key)?.value === value;
  });
  return isSame;
};

let resourcesRead = 0;
const readBatch = (size: number): readonly Seen[] =>
  Array.from({ length: size }, () => {
    resourcesRead += 1;
    return readConverged(resourcesRead);
  });

const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

/** By processor time, so that a busy machine does not count; reading does not count either. */
const perSecond = (work: Work, nextBatch: () => readonly Seen[]): number => {
  let seconds = 0;
  let done = 0;
  while (seconds < 0.1) {
    const batch = nextBatch();
    const begun = cpuSeconds();
    for (const seen of batch) if (work(seen)) done += 1;
    seconds += cpuSeconds() - begun;
  }
  return done / seconds;
};

/** Growth of the heap over a few plans; where it was collected in between, nothing is learnt. */
const bytesPerPlan = (work: Work): number => {
  const growths = Array.from({ length: 200 }, () => {
    const batch = readBatch(5);
    const before = process.memoryUsage().heapUsed;
    for (const seen of batch) work(seen);
    return (process.memoryUsage().heapUsed - before) / batch.length;
  });
  return median(growths.filter((growth) => growth > 0));
};

const works: readonly (readonly [string, Work])[] = [
  ['plan', isConverged],
  ['bare Map reads', isSameBare],
];

/** One line per work. They take turns: what else the machine does meanwhile meets both alike. */
const measure = (resources: string, nextBatch: () => readonly Seen[]): readonly Row[] => {
  for (const [, work] of works) perSecond(work, nextBatch);
  const rounds = Array.from({ length: 9 }, () =>
    works.map(([, work]) => perSecond(work, nextBatch)),
  );
  return works.map(([what, work], at) => {
    const rates = rounds.map((round) => round[at] ?? Number.NaN);
    return {
      what,
      resources,
      'per second': Math.round(median(rates)),
      'lowest of 9': Math.round(Math.min(...rates)),
      'highest of 9': Math.round(Math.max(...rates)),
      'kB allocated': Math.round(bytesPerPlan(work) / 100) / 10,
    };
  });
};

/** Wanted tags and plan of resources with three parents that give the same 50 keys. */
export const engine: Benchmark = {
  about: 'plans a second of one core: 50 keys, 3 parents, nothing to do; wanted tags included',
  run: async () => {
    const batch = readBatch(batchSize);
    if (!batch.every(isConverged) || !batch.every(isSameBare)) {
      throw new Error('the resources are not right');
    }
    return [
      ...measure('100 in turn', () => batch),
      ...measure('each newly read', () => readBatch(batchSize)),
    ];
  },
};
