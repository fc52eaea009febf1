import * as z from 'zod/mini';
import { work } from '../../lib/settings/work.ts';
import { prices } from '../prices.ts';
import {
  addRequests,
  assumptions,
  dollarsFor,
  logDollars,
  type Requests,
  requestsOf,
} from './cost.ts';
import { callsByLane, callsIn, type MeasuredJob, measureJob } from './job.ts';

/** What an association of a backfill asks for, and how long it takes. */
export type JobCost = {
  readonly lanes: number;
  /** Calls of the cloud, those of counting included. */
  readonly calls: number;
  /** Those that list the heirs of one primary. */
  readonly listings: number;
  /** Until all lanes are done, where no rate is in the way. Seconds. */
  readonly seconds: number;
  readonly requests: Requests;
  /** But for logs. */
  readonly dollars: number;
  readonly logDollars: number;
};

const associations = 300;

/** What the cloud is taken to do. */
export const cloudAssumptions = {
  callMilliseconds: 50,
  /** What Alibaba Cloud is taken to allow at first. */
  listingsPerSecond: 20,
} as const;

const nothing: Requests = {
  events: 0,
  sqs: 0,
  invocations: 0,
  readUnits: 0,
  writeUnits: 0,
  logLines: 0,
};

type Steps = MeasuredJob['steps'];

/** What those steps asked for, each an association. */
const requestsOfSteps = (steps: Steps, done: number): Requests =>
  steps
    .map(({ measured }) => ({
      ...requestsOf(measured, done),
      // Its messages come from no bus; only its own tag calls come back there.
      events: measured.keptOut / done,
    }))
    .reduce(addRequests, nothing);

/** @param counting the steps that counted: those of a job whose work did not end before */
const costOf = (job: MeasuredJob, counting: Steps): JobCost => {
  const { lanes, done } = job;
  const steps = [...job.steps.filter(({ lane }) => lane < lanes), ...counting];
  const callSeconds = cloudAssumptions.callMilliseconds / 1000;
  const calls = steps.reduce((sum, { measured }) => sum + callsIn(measured), 0) / done;
  const requests = requestsOfSteps(steps, done);
  return {
    lanes,
    calls,
    listings: steps.reduce((sum, { measured }) => sum + (measured.cloud.heirs ?? 0), 0) / done,
    seconds: (Math.max(...callsByLane(job)) / done) * callSeconds,
    requests,
    dollars: dollarsFor(requests, calls * callSeconds),
    logDollars: logDollars(requests),
  };
};

/** Applies a rule to existing resources by one, two and eight lanes, and prices what that asked for. */
export const measureJobCosts = async (): Promise<readonly JobCost[]> => {
  const alone = await measureJob(1, associations);
  if (!alone.isCounted) throw new Error('the work ended before all was counted');
  const counting = alone.steps.filter(({ lane }) => lane === alone.lanes);
  const costs = [costOf(alone, counting)];
  for (const lanes of [2, 8]) costs.push(costOf(await measureJob(lanes, associations), counting));
  return costs;
};

const many = 100_000_000;

/** What a stage has unless it says otherwise, for all lanes of a job together. Resources per second. */
const usualRate = z.parse(work.jobResourcesPerSecond, undefined);

/** Its record, the row by which its primary finds it, and what history says of it. */
const rowsEach = 4;

const time = (seconds: number): string => {
  const hours = seconds / 3600;
  return hours < 100 ? `${hours.toFixed(1)} hours` : `${(hours / 24).toFixed(0)} days`;
};

const dollars = (value: number): string => `$${value.toFixed(0)}`;

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** What the records of so many, and the history of the backfill while it is kept, take of the table. Dollars per month. */
const stored = (): number =>
  ((many * rowsEach * assumptions.bytesPerRow) / 1e9) * prices.dynamoDbGbMonth;

/** Writes what a backfill of a hundred million takes as a table of `docs/cost.md`. */
export const jobTable = (costs: readonly JobCost[]): string => {
  const head = [
    'lanes',
    'calls of the cloud, each',
    'a million takes',
    '100 million take',
    `at ${cloudAssumptions.listingsPerSecond} listings a second at the most`,
    'read units, each',
    'write units, each',
    'requests and worker',
    'logs',
    '**100 million cost**',
  ];
  return [
    `No rate is in the way here. The default of \`jobResourcesPerSecond\`, ${usualRate} for all lanes together, makes 100 million take ${time(many / usualRate)} at the least.`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...costs.map((cost) => {
      const limited = Math.max(cost.seconds, cost.listings / cloudAssumptions.listingsPerSecond);
      return line([
        String(cost.lanes),
        cost.calls.toFixed(2),
        time(cost.seconds * 1_000_000),
        time(cost.seconds * many),
        time(limited * many),
        cost.requests.readUnits.toFixed(2),
        cost.requests.writeUnits.toFixed(2),
        dollars(cost.dollars * many),
        dollars(cost.logDollars * many),
        `**${dollars((cost.dollars + cost.logDollars) * many)}**`,
      ]);
    }),
    '',
    `What 100 million leave in the table costs ${dollars(stored())} a month as long as their history is kept.`,
  ].join('\n');
};
