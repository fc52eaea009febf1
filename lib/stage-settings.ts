import * as z from 'zod';
import { InvalidInputError } from '../src/model/errors.ts';
import { supportedRegions } from '../src/rules/regions.ts';

const allRegions = [...supportedRegions.keys()];

const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most);

const account = z.string().regex(/^\d{12}$/, 'expected 12 digits');

/** How long a message waits at the least, over all its retries: half of each delay is jitter. */
const shortestPatienceSeconds = (settings: {
  readonly retrySeconds: number;
  readonly maxReceives: number;
}): number => (settings.retrySeconds / 2) * (2 ** (settings.maxReceives - 1) - 1);

/** What CloudWatch Logs offers. Days. */
const retentions = [1, 3, 5, 7, 14, 30, 60, 90, 180, 365, 731, 1827, 3653] as const;

/**
 * The settings of one deployed stage, as they stand in `cdk.json` under `context.stages.<stage>`.
 * `docs/settings.md` is generated from here: `meta.unit` is the unit, the description says what a
 * setting does; ranges and defaults come from the schema itself.
 */
export const stageSettingsSchema = z
  .strictObject({
    production: z
      .boolean()
      .describe(
        'Tables are kept when the stack is deleted and cannot be deleted by mistake; somebody must hear the alarms.',
      ),
    alarmEmails: z
      .array(z.email())
      .default([])
      .describe('Who hears the alarms; at least one in production.'),
    simulator: z
      .boolean()
      .default(false)
      .describe(
        'Deploy the simulated cloud and its operations. It is the only cloud so far: without it rules can be managed, but no tag is read or written.',
      ),
    busName: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,256}$/, 'expected 1 to 256 letters, digits, ., _ and -')
      .refine((name) => name !== 'default' && !name.startsWith('aws.'), {
        message: 'is a name that AWS keeps for itself; see the setting defaultBus',
      })
      .optional()
      .describe('Name of the event bus; `heirtag-<stage>` unless set. It must be new.'),
    defaultBus: z
      .boolean()
      .default(false)
      .describe("Take events from the account's default bus, too."),
    sourceAccounts: z
      .array(account)
      .max(100)
      .default([])
      .describe('Other AWS accounts that may put events on the bus.'),
    sourceOrganization: z
      .string()
      .regex(/^o-[a-z0-9]{10,32}$/, 'expected an organization id such as o-abcde12345')
      .optional()
      .describe('AWS organization whose accounts may put events on the bus.'),
    cloudRegions: z
      .array(
        z.string().refine((region) => supportedRegions.has(region), {
          error: ({ input }) =>
            `"${String(input)}" is none of the ${allRegions.length} regions that support tag inheritance: ${allRegions.join(', ')}`,
        }),
      )
      .min(1)
      .default(allRegions)
      .describe('Regions of the cloud whose events are handled.'),
    workerMaxConcurrency: wholeNumber(2, 1000)
      .default(10)
      .meta({ unit: 'invocations' })
      .describe("Workers at once. Keeps a storm from using up the cloud's API limits."),
    workerTimeoutSeconds: wholeNumber(45, 900)
      .default(120)
      .meta({ unit: 'seconds' })
      .describe('Longest time for one batch; messages stay hidden six times as long.'),
    workerMemoryMiB: wholeNumber(128, 10_240)
      .default(512)
      .meta({ unit: 'MiB' })
      .describe('Memory of the worker.'),
    batchWindowSeconds: wholeNumber(0, 300)
      .default(1)
      .meta({ unit: 'seconds' })
      .describe('How long a batch waits to fill up to 10 messages.'),
    adminMemoryMiB: wholeNumber(128, 10_240)
      .default(512)
      .meta({ unit: 'MiB' })
      .describe('Memory of the HTTP API, and of the Tag API.'),
    adminReservedConcurrency: wholeNumber(1, 1000)
      .optional()
      .meta({ unit: 'invocations' })
      .describe("HTTP calls at once, reserved from the account's limit; not reserved unless set."),
    adminRequestsPerSecond: wholeNumber(1, 10_000)
      .default(50)
      .meta({ unit: 'requests per second' })
      .describe('HTTP calls above this rate are answered 429; bursts may be twice as large.'),
    tagApi: z
      .boolean()
      .default(false)
      .describe(
        "Deploy the Tag API's own protocol, for the cloud's SDKs, Terraform and the like. It is open to the internet; a call is let in by its signature.",
      ),
    tagApiRequestsPerSecond: wholeNumber(1, 10_000)
      .default(50)
      .meta({ unit: 'requests per second' })
      .describe(
        'Calls of the Tag API above this rate are answered 429; bursts may be twice as large.',
      ),
    tagApiCallsPerMinute: wholeNumber(1, 100_000)
      .default(600)
      .meta({ unit: 'calls per minute' })
      .describe('Calls of the Tag API that each access key may make in a minute.'),
    maxReceives: wholeNumber(5, 1000)
      .default(5)
      .meta({ unit: 'deliveries' })
      .describe('Tries before a message becomes a dead letter.'),
    retrySeconds: wholeNumber(1, 900)
      .default(5)
      .meta({ unit: 'seconds' })
      .describe('Delay of the first retry; doubles each time.'),
    inlineHeirs: wholeNumber(1, 500)
      .default(50)
      .meta({ unit: 'resources' })
      .describe('Heirs reconciled with their event; more go back to the queue, so many a message.'),
    parallelReconciles: wholeNumber(1, 500)
      .default(100)
      .meta({ unit: 'reconciles' })
      .describe('Reconciles at once in one batch.'),
    jobResourcesPerSecond: wholeNumber(1, 10_000)
      .default(50)
      .meta({ unit: 'resources per second' })
      .describe(
        "Resources one backfill or sweep looks at, on average over five seconds. Keep it below the cloud's API limits.",
      ),
    intentSeconds: wholeNumber(20, 900)
      .default(30)
      .meta({ unit: 'seconds' })
      .describe('How long a worker that died keeps others from the resource it was writing.'),
    maxTagsPerResource: wholeNumber(1, 200)
      .default(20)
      .meta({ unit: 'tags' })
      .describe('Tags a resource of the cloud may hold.'),
    contestRepairs: wholeNumber(1, 100)
      .default(3)
      .meta({ unit: 'repairs' })
      .describe(
        'How often a tag that somebody else keeps changing back is repaired before it is left alone as contested.',
      ),
    contestMinutes: wholeNumber(1, 1440)
      .default(60)
      .meta({ unit: 'minutes' })
      .describe('Time in which those repairs count.'),
    historyDays: wholeNumber(1, 3650)
      .default(90)
      .meta({ unit: 'days' })
      .describe('How long the history of what was set, removed and refused is kept.'),
    sweepHours: wholeNumber(1, 144)
      .default(24)
      .meta({ unit: 'hours' })
      .describe('Time between two sweeps for drift and lost events.'),
    lagAlarmSeconds: wholeNumber(10, 86_400)
      .default(300)
      .meta({ unit: 'seconds' })
      .describe(
        'Event time to applied, p99, and age of the oldest message above which an alarm goes off.',
      ),
    logRetentionDays: z
      .literal([...retentions])
      .default(30)
      .meta({ unit: 'days' })
      .describe('How long logs are kept.'),
  })
  .refine(({ production, alarmEmails }) => !production || alarmEmails.length > 0, {
    path: ['alarmEmails'],
    message: 'expected at least one address in production: an alarm that nobody hears is none',
  })
  .refine((settings) => shortestPatienceSeconds(settings) >= settings.intentSeconds, {
    path: ['intentSeconds'],
    message:
      'is longer than the retries may take together (retrySeconds / 2 * (2^(maxReceives - 1) - 1)): messages would become dead letters while they wait for a worker that died',
  });

/** Settings of a stage, defaults filled in. */
export type StageSettings = z.infer<typeof stageSettingsSchema>;

const invalid = (message: string): InvalidInputError =>
  new InvalidInputError({ code: 'InvalidStageSettings', message });

const problemOf = (stage: string, { path, message, code, ...rest }: z.core.$ZodIssue): string => {
  const keys = 'keys' in rest && Array.isArray(rest.keys) ? rest.keys.join(', ') : '';
  const name = [...path, ...(code === 'unrecognized_keys' ? [keys] : [])].join('.');
  const problem =
    code === 'unrecognized_keys'
      ? `is no setting; settings are ${Object.keys(stageSettingsSchema.shape).join(', ')}`
      : message;
  return `stages.${stage}.${name}: ${problem}`;
};

/**
 * Reads the settings of a stage from the app's context.
 * @param stages the context's `stages` @param stage the context's `stage`
 * @throws InvalidInputError `InvalidStageSettings` that names every wrong setting
 */
export const readStageSettings = (stages: unknown, stage: unknown): StageSettings => {
  if (typeof stage !== 'string' || !/^[a-z][a-z0-9-]{0,19}$/.test(stage)) {
    throw invalid(
      `stage is ${JSON.stringify(stage)}; expected 1 to 20 small letters, digits and -, as in: cdk synth -c stage=dev`,
    );
  }
  const known = z.record(z.string(), z.unknown()).safeParse(stages);
  const raw = known.data?.[stage];
  if (raw === undefined) {
    throw invalid(
      `stages.${stage} is missing in cdk.json; there are ${Object.keys(known.data ?? {}).join(', ') || 'none'}`,
    );
  }
  const parsed = stageSettingsSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw invalid(
    [
      'the stage settings are not usable:',
      ...parsed.error.issues.map((issue) => problemOf(stage, issue)),
    ].join('\n  '),
  );
};
