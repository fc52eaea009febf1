import * as z from 'zod/mini';
import { announcementKinds } from '../src/announce/announcements.ts';
import { mostJobLanes } from '../src/jobs/lane.ts';
import { mostPerLaneSecond, workersBesideLanes } from '../src/jobs/reach.ts';
import { shortestPatienceSeconds } from '../src/worker/retries.ts';
import { alibabaAccounts, alibabaRegions, alibabaSecretName } from './variants/readers.ts';

/** Those of the first cloud: AWS has a setting of its own. */
const allRegions = [...alibabaRegions.keys()];

const wholeNumber = (least: number, most: number) =>
  z.int().check(z.minimum(least), z.maximum(most));

const account = z.string().check(z.regex(/^\d{12}$/, 'expected 12 digits'));

const organization = z
  .string()
  .check(z.regex(/^o-[a-z0-9]{10,32}$/, 'expected an organization id such as o-abcde12345'));

const awsRegion = z
  .string()
  .check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'expected an AWS region such as eu-central-1'));

/** Clouds whose real resources a stage can touch. */
const realClouds = ['alibaba', 'aws'] as const;

/** What CloudWatch Logs offers. Days. */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1827, 3653] as const;

/** Says of a schema what the setting does, and in which unit it is. */
const setting = <T extends z.ZodMiniType>(schema: T, about: string, unit?: string): T =>
  schema.check(z.describe(about), ...(unit === undefined ? [] : [z.meta({ unit })]));

/**
 * The settings of one stage, each by itself. `docs/settings.md` and the construct's props
 * (`lib/stage-props.ts`) are made from here: `meta.unit` is the unit, the description says what a
 * setting does; ranges and defaults come from the schema itself.
 */
const eachSetting = z.strictObject({
  production: setting(
    z.boolean(),
    'Tables and logs are kept when the stack is deleted; neither the stack nor its tables can be deleted by mistake; somebody must hear the alarms.',
  ),
  alarmEmails: setting(
    z._default(z.array(z.email()), []),
    'Who hears the alarms; at least one in production.',
  ),
  account: setting(
    z.optional(account),
    'AWS account that the stage lives in: deploying it into another one is refused. The account of the credentials unless set.',
  ),
  region: setting(
    z.optional(awsRegion),
    'AWS region that the stage lives in. The region of the credentials unless set.',
  ),
  runbookUrl: setting(
    z.optional(z.url({ protocol: /^https$/, error: 'expected an address with https://' })),
    'Where the operators read `docs/runbook.md`; alarms link its articles there. Must be set in production.',
  ),
  simulator: setting(
    z._default(z.boolean(), false),
    'Deploy the simulated cloud and its operations. Without it and without `clouds` nothing can be turned on, and no tag is read or written.',
  ),
  clouds: setting(
    z._default(z.array(z.enum(realClouds)).check(z.maxLength(realClouds.length)), []),
    'Clouds whose real resources the stage touches: `alibaba`, `aws`. docs/alibaba.md and docs/aws.md say what that needs. None unless set.',
  ),
  awsRegions: setting(
    z.optional(z.array(awsRegion).check(z.minLength(1), z.maxLength(40))),
    'With AWS: regions whose resources inherit; must be set then.',
  ),
  awsAccounts: setting(
    z._default(z.array(account).check(z.maxLength(100)), []),
    "With AWS: other accounts whose resources inherit, beside the stage's own. Each needs the member stack (docs/aws.md).",
  ),
  awsOrganization: setting(
    z.optional(organization),
    'With AWS: organization all of whose accounts may have the member stack, instead of naming them.',
  ),
  alibabaAccounts: setting(
    z.optional(alibabaAccounts),
    'With Alibaba Cloud: accounts whose resources inherit, each with the RAM role (`roleArn`, `identityProviderArn`) or the secret of an access key (`accessKeySecret`, `userName`) by which it is reached; must be set then. docs/alibaba.md shows both.',
  ),
  alibabaEventsSecret: setting(
    z.optional(alibabaSecretName),
    'With Alibaba Cloud: takes events that its EventBridge sends to `POST /v1/ingest/alibaba`, on a host of its own, open to the internet; name of the secret that holds what a delivery must show (docs/alibaba.md). No events are taken there unless set.',
  ),
  ingestRequestsPerSecond: setting(
    z._default(wholeNumber(1, 10_000), 100),
    'Deliveries of events above this rate are answered 429, and sent again later; bursts may be twice as large.',
    'requests per second',
  ),
  ingestReservedConcurrency: setting(
    z.optional(wholeNumber(1, 1000)),
    "Deliveries of events at once, reserved from the account's limit and never more, so that a flood from the internet leaves the worker and the HTTP API their functions; not reserved unless set.",
    'invocations',
  ),
  ownCallers: setting(
    z._default(z.array(z.string().check(z.minLength(1))).check(z.maxLength(20)), []),
    'Names under which the audit trail knows this stage, and nobody else: what they call is kept off the queue, and no look is spent on it. Name no role that others use, too: their calls would be lost. What the stage itself is called in the clouds that it touches need not be named.',
  ),
  busName: setting(
    z.optional(
      z.string().check(
        z.regex(/^[A-Za-z0-9._-]{1,256}$/, 'expected 1 to 256 letters, digits, ., _ and -'),
        z.refine((name) => name !== 'default' && !name.startsWith('aws.'), {
          message: 'is a name that AWS keeps for itself; see the setting defaultBus',
        }),
      ),
    ),
    'Name of the event bus; `heirtag-<stage>` unless set. It must be new.',
  ),
  defaultBus: setting(
    z._default(z.boolean(), false),
    "Take events from the account's default bus, too.",
  ),
  sourceAccounts: setting(
    z._default(z.array(account).check(z.maxLength(100)), []),
    'Other AWS accounts that may put events on the bus.',
  ),
  sourceOrganization: setting(
    z.optional(organization),
    'AWS organization whose accounts may put events on the bus.',
  ),
  cloudRegions: setting(
    z._default(
      z
        .array(
          z.string().check(
            z.refine((region) => new Set<string>(allRegions).has(region), {
              error: ({ input }) =>
                `"${String(input)}" is none of the ${allRegions.length} regions that support tag inheritance: ${allRegions.join(', ')}`,
            }),
          ),
        )
        .check(z.minLength(1)),
      allRegions,
    ),
    'Regions of Alibaba Cloud whose events are handled.',
  ),
  workerMaxConcurrency: setting(
    z._default(wholeNumber(2, 1000), 10),
    "Workers at once; each begins with that part of what the cloud's APIs allow.",
    'invocations',
  ),
  workerTimeoutSeconds: setting(
    z._default(wholeNumber(45, 900), 120),
    'Longest time for one batch; messages stay hidden six times as long.',
    'seconds',
  ),
  workerMemoryMiB: setting(
    z._default(wholeNumber(128, 10_240), 512),
    'Memory of the worker.',
    'MiB',
  ),
  batchWindowSeconds: setting(
    z._default(wholeNumber(0, 300), 1),
    'How long a batch waits to fill up to 10 messages.',
    'seconds',
  ),
  adminMemoryMiB: setting(
    z._default(wholeNumber(128, 10_240), 512),
    'Memory of the HTTP API, and of the Tag API.',
    'MiB',
  ),
  adminReservedConcurrency: setting(
    z.optional(wholeNumber(1, 1000)),
    "HTTP calls at once, reserved from the account's limit; not reserved unless set.",
    'invocations',
  ),
  accountInQuery: setting(
    z._default(z.boolean(), true),
    'Calls of the HTTP API may name their account in the query (`/v1/rules?accountId=…`), as before accounts stood in the path; the next version drops that. Who may make such calls acts for every account.',
  ),
  adminRequestsPerSecond: setting(
    z._default(wholeNumber(1, 10_000), 50),
    'HTTP calls above this rate are answered 429; bursts may be twice as large.',
    'requests per second',
  ),
  tagApi: setting(
    z._default(z.boolean(), false),
    "Deploy the Tag API's own protocol, for the cloud's SDKs, Terraform and the like. It is open to the internet; a call is let in by its signature.",
  ),
  tagApiRequestsPerSecond: setting(
    z._default(wholeNumber(1, 10_000), 50),
    'Calls of the Tag API above this rate are answered 429; bursts may be twice as large.',
    'requests per second',
  ),
  tagApiReservedConcurrency: setting(
    z.optional(wholeNumber(1, 1000)),
    "Calls of the Tag API at once, reserved from the account's limit and never more, so that a flood from the internet leaves the worker and the HTTP API their functions; not reserved unless set.",
    'invocations',
  ),
  tagApiCallsPerMinute: setting(
    z._default(wholeNumber(1, 100_000), 600),
    'Calls of the Tag API that each access key may make in a minute.',
    'calls per minute',
  ),
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
    `Resources one backfill or sweep looks at, on average over five seconds, all of its lanes together. Keep it below the cloud's API limits; a lane comes to ${mostPerLaneSecond} at the most, so that more than that is refused without more \`jobLanes\`.`,
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
  historyDays: setting(
    z._default(wholeNumber(1, 3650), 90),
    'How long the history of what was set, removed and refused is kept.',
    'days',
  ),
  sweepHours: setting(
    z._default(wholeNumber(1, 144), 24),
    'Time between two sweeps for drift and lost events.',
    'hours',
  ),
  lagAlarmSeconds: setting(
    z._default(wholeNumber(10, 86_400), 300),
    'Event time to applied, p99, and age of the oldest message above which an alarm goes off.',
    'seconds',
  ),
  restoredStateTable: setting(
    z.optional(
      z.string().check(z.regex(/^[A-Za-z0-9_.-]{3,255}$/, 'expected the name of a table')),
    ),
    "Table that takes the place of the stage's own state table after a restore; docs/runbook.md says how.",
  ),
  rulesFile: setting(
    z.optional(z.string().check(z.minLength(1))),
    'Rules file that is applied when it comes to the stage and whenever it changes; its path from the folder in which CDK runs. docs/rules-as-code.md says what it may hold.',
  ),
  pruneRules: setting(
    z._default(z.boolean(), false),
    'Rules that are on, of accounts in `rulesFile`, and that it does not name, are turned off.',
  ),
  eventsOut: setting(
    z._default(z.array(z.enum(announcementKinds)).check(z.maxLength(announcementKinds.length)), []),
    'What the stage announces on its bus: `docs/events-out.md` says what each event holds. Nothing unless set.',
  ),
  archiveDays: setting(
    z._default(wholeNumber(0, 365), 14),
    'How long events are kept, so that lost time can be replayed; 0 keeps none.',
    'days',
  ),
  logLevel: setting(
    z._default(z.literal(['DEBUG', 'INFO', 'WARN', 'ERROR']), 'INFO'),
    'The least that functions log.',
  ),
  logRetentionDays: setting(
    z._default(z.literal([...retentions]), 30),
    'How long logs are kept.',
    'days',
  ),
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
    ({ jobResourcesPerSecond, jobLanes }) => jobResourcesPerSecond <= jobLanes * mostPerLaneSecond,
    {
      path: ['jobResourcesPerSecond'],
      message: `cannot be reached: a lane comes to ${mostPerLaneSecond} resources a second at the most, whatever the cloud allows; raise jobLanes (at the most ${mostJobLanes}) to one for each ${mostPerLaneSecond}, or lower the rate`,
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
