import { isActive, jobIdOf } from '../../src/jobs/job.ts';
import { isCounted, totalOf } from '../../src/jobs/lane.ts';
import { startJob } from '../../src/jobs/start-job.ts';
import { isoTime } from '../../src/model/clock.ts';
import { parseMessage } from '../../src/queue/parse-message.ts';
import { diskRule } from '../../test/engine/fixtures.ts';
import { estateOf } from './estate.ts';
import { type Measured, type MeasuredWorld, openMeasuredWorld } from './world.ts';

/** What a backfill asked for, each an association of it. */
export type MeasuredJob = {
  readonly lanes: number;
  readonly done: number;
  /** The work did not end before who counts. */
  readonly isCounted: boolean;
  /** One for each message that was handled: what it asked for, and the lane that it was of. */
  readonly steps: readonly { readonly lane: number; readonly measured: Measured }[];
};

const disksPerInstance = 2;

/** So many for each lane that no rate is in the way of what is counted; a stage has 50 for all lanes together unless it says otherwise. Resources per second. */
const perLaneSecond = 50;

const laneOf = (body: string): number => {
  const message = parseMessage(body);
  return message.kind === 'job' ? (message.lane ?? 0) : 0;
};

/** Handles one message after the other, so that the counts are exact: no lane meets another in a batch. */
const playSteps = async (world: MeasuredWorld): Promise<MeasuredJob['steps']> => {
  const steps: { lane: number; measured: Measured }[] = [];
  for (;;) {
    const bodies = world.takeWaiting();
    if (bodies.length === 0 && world.passTime() === 0) return steps;
    for (const body of bodies) {
      world.deliver(body);
      steps.push({ lane: laneOf(body), measured: await world.settle() });
    }
  }
};

/** Applies a rule to existing resources: disks, two to an instance, of ten different tag values. */
export const measureJob = async (lanes: number, associations: number): Promise<MeasuredJob> => {
  const world = await openMeasuredWorld(
    {
      HEIRTAG_JOB_RESOURCES_PER_SECOND: String(perLaneSecond * lanes),
      HEIRTAG_JOB_LANES: String(lanes),
      // One that shares the cloud with others waits between its calls, and no time goes by here meanwhile.
      HEIRTAG_WORKERS: '1',
    },
    undefined,
    // The time of the world is its own, so that a step is as long on any machine.
    async ({ provider }) => ({ provider, stop: async () => {} }),
  );
  try {
    await world.enable(diskRule);
    await world.seed(estateOf(associations, disksPerInstance));
    const { services, accountId } = world;
    const startedAt = isoTime(services.clock());
    const { id } = await startJob(services, {
      id: jobIdOf(startedAt, 'bench'),
      kind: 'backfill',
      accountId,
      settingName: diskRule,
      waitsForSetting: false,
      startedAt,
      startedBy: 'bench',
    });
    const steps = await playSteps(world);
    const job = await services.jobs.read(id);
    if (job === undefined || isActive(job) || job.error !== null) {
      throw new Error(`the job is ${job?.status}: ${job?.error}`);
    }
    return { lanes, done: totalOf(job).done, isCounted: isCounted(job), steps };
  } finally {
    await world.stop();
  }
};

/** Calls of the cloud. */
export const callsIn = ({ cloud }: Measured): number =>
  Object.values(cloud).reduce((sum, count) => sum + count, 0);

/** Calls of the cloud that each lane made that worked. */
export const callsByLane = ({ lanes, steps }: MeasuredJob): readonly number[] =>
  Array.from({ length: lanes }, (_, index) =>
    steps
      .filter(({ lane }) => lane === index)
      .reduce((sum, { measured }) => sum + callsIn(measured), 0),
  );
