import * as z from 'zod/mini';
import { mostJobLanes } from '../src/jobs/lane.ts';
import { fastestLaneSeen, workersBesideLanes } from '../src/jobs/reach.ts';
import { shortestPatienceSeconds } from '../src/worker/retries.ts';
import { eventsIn } from './settings/bus.ts';
import { cloudsTouched } from './settings/clouds.ts';
import { functions } from './settings/functions.ts';
import { stageItself } from './settings/stage.ts';
import { tagApi } from './settings/tag-api.ts';
import { upkeep } from './settings/upkeep.ts';
import { work } from './settings/work.ts';

/**
 * The settings of one stage, each by itself. `docs/settings.md` and the construct's props
 * (`lib/stage-props.ts`) are made from here, in this order: `meta.unit` is the unit, the description says
 * what a setting does; ranges and defaults come from the schema itself.
 */
const eachSetting = z.strictObject({
  ...stageItself,
  ...cloudsTouched,
  ...eventsIn,
  ...functions,
  ...tagApi,
  ...work,
  ...upkeep,
});

/** An alarm that nobody hears is none. */
const isHeard = z.refine<z.infer<typeof eachSetting>>(
  ({ production, alarmEmails }) => !production || alarmEmails.length > 0,
  {
    path: ['alarmEmails'],
    message: 'expected at least one address in production: an alarm that nobody hears is none',
  },
);

/** Settings of a stage whose alarms go to a topic that others watch. */
export const watchedSettingsSchema = eachSetting.check(
  z.refine(({ production, runbookUrl }) => !production || runbookUrl !== undefined, {
    path: ['runbookUrl'],
    message:
      'expected the address of your copy of docs/runbook.md in production: who is woken by an alarm needs a link that opens',
  }),
  z.refine(({ rulesFile, pruneRules }) => !pruneRules || rulesFile !== undefined, {
    path: ['pruneRules'],
    message: 'prunes nothing without rulesFile; name the file, or leave it out',
  }),
  z.refine(({ clouds, awsRegions }) => !clouds.includes('aws') || awsRegions !== undefined, {
    path: ['awsRegions'],
    message: 'expected with AWS: the regions whose resources inherit, such as ["eu-central-1"]',
  }),
  z.refine(
    ({ clouds, awsRegions, awsAccounts, awsOrganization }) =>
      clouds.includes('aws') ||
      (awsRegions === undefined && awsAccounts.length === 0 && awsOrganization === undefined),
    {
      path: ['clouds'],
      message:
        'awsRegions, awsAccounts and awsOrganization say nothing without "aws" here: add it, or leave them out',
    },
  ),
  z.refine(
    ({ clouds, alibabaAccounts: named }) => !clouds.includes('alibaba') || named !== undefined,
    {
      path: ['alibabaAccounts'],
      message:
        'expected with Alibaba Cloud: the accounts whose resources inherit, each with its role or key; docs/alibaba.md shows both',
    },
  ),
  z.refine(
    ({ clouds, alibabaAccounts: named, alibabaEventsSecret: secret }) =>
      clouds.includes('alibaba') || (named === undefined && secret === undefined),
    {
      path: ['clouds'],
      message:
        'alibabaAccounts and alibabaEventsSecret say nothing without "alibaba" here: add it, or leave them out',
    },
  ),
  z.refine(({ clouds, simulator }) => !simulator || !clouds.includes('alibaba'), {
    path: ['simulator'],
    message: 'stands in for Alibaba Cloud: leave it out, or "alibaba" out of clouds',
  }),
  z.refine(
    ({ jobResourcesPerSecond, jobLanes }) => jobResourcesPerSecond <= jobLanes * fastestLaneSeen,
    {
      path: ['jobResourcesPerSecond'],
      message: `is more than its lanes were seen to reach: no run of one lane came to more than ${fastestLaneSeen} resources a second; for more, raise jobLanes (at the most ${mostJobLanes}) to one for each ${fastestLaneSeen}, or lower the rate`,
    },
  ),
  z.refine(
    ({ jobLanes, workerMaxConcurrency }) =>
      jobLanes === 1 || jobLanes + 1 + workersBesideLanes <= workerMaxConcurrency,
    {
      path: ['jobLanes'],
      message:
        'leaves no worker to live events: expected at least two fewer than workerMaxConcurrency, for each lane takes one, and so does one that counts',
    },
  ),
  z.refine((settings) => shortestPatienceSeconds(settings) >= settings.intentSeconds, {
    path: ['intentSeconds'],
    message:
      'is longer than the retries may take together (retryHours, retrySeconds, maxReceives): messages would become dead letters while they wait for a worker that died',
  }),
);

/** The settings of one deployed stage, as they stand in `cdk.json` under `context.stages.<stage>`. */
export const stageSettingsSchema = watchedSettingsSchema.check(isHeard);

/** Settings of a stage, defaults filled in. */
export type StageSettings = z.infer<typeof stageSettingsSchema>;

/** True when the stage has a cloud whose tags it can read and write. */
export const hasCloud = ({ simulator, clouds }: StageSettings): boolean =>
  simulator || clouds.length > 0;
