import * as z from 'zod/mini';
import { mostJobLanes } from '../../src/jobs/lane.ts';
import { fastestLaneSeen } from '../../src/jobs/reach.ts';
import { setting, wholeNumber } from './fields.ts';

/** How messages, resources and jobs are worked on. */
export const work = {
  retryHours: setting(
    z._default(wholeNumber(1, 300), 6),
    'How long a message that fails is tried again before it becomes a dead letter.',
    'hours',
  ),
  retrySeconds: setting(
    z._default(wholeNumber(1, 900), 5),
    'Pause before the first retry; doubles each time, up to a quarter of an hour.',
    'seconds',
  ),
  maxReceives: setting(
    z._default(wholeNumber(5, 1000), 100),
    'Deliveries after which the queue itself makes a dead letter of a message, as when the worker dies of it; more than fit into `retryHours`, or they end first.',
    'deliveries',
  ),
  inlineHeirs: setting(
    z._default(wholeNumber(1, 500), 50),
    'Heirs reconciled with their event; more go back to the queue, so many a message.',
    'resources',
  ),
  parallelReconciles: setting(
    z._default(wholeNumber(1, 500), 100),
    'Reconciles at once in one batch; a job does up to five times as many together where one tag call of its cloud takes them.',
    'reconciles',
  ),
  jobResourcesPerSecond: setting(
    z._default(wholeNumber(1, 10_000), 50),
    `Resources one backfill or sweep looks at, on average over five seconds, all of its lanes together. Keep it below the cloud's API limits; no run of one lane came to more than ${fastestLaneSeen} a second, and more than that for each lane is refused: for more, raise \`jobLanes\`.`,
    'resources per second',
  ),
  jobLanes: setting(
    z._default(wholeNumber(1, mostJobLanes), 1),
    'Chains that work on one backfill or sweep side by side, each on a slice of its primaries, and share its rate. Each takes one worker while it works, and so does one that counts.',
    'lanes',
  ),
  intentSeconds: setting(
    z._default(wholeNumber(20, 900), 30),
    'How long a worker that died keeps others from the resource it was writing.',
    'seconds',
  ),
  maxTagsPerResource: setting(
    z._default(wholeNumber(1, 200), 20),
    'Tags a resource of the cloud may hold.',
    'tags',
  ),
  contestRepairs: setting(
    z._default(wholeNumber(1, 100), 3),
    'How often a tag that somebody else keeps changing back is repaired before it is left alone as contested.',
    'repairs',
  ),
  contestMinutes: setting(
    z._default(wholeNumber(1, 1440), 60),
    'Time in which those repairs count.',
    'minutes',
  ),
} as const;
