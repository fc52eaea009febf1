import * as z from 'zod';
import { InvalidInputError } from '../model/errors.ts';
import { supportedRegions } from '../rules/regions.ts';

const wholeNumber = (least: number, most: number, fallback: number) =>
  z.coerce.number().int().min(least).max(most).default(fallback);

const name = z.string().min(1);

const regionList = z
  .string()
  .transform((text) => new Set(text.split(',').map((region) => region.trim())))
  .refine((regions) => [...regions].every((region) => supportedRegions.has(region)), {
    message: `expected some of ${[...supportedRegions.keys()].join(', ')}, separated by commas`,
  });

/**
 * What the functions read from their environment: the one list of names that the stack, the local
 * runner and the code share.
 */
export const environmentSchema = z.object({
  HEIRTAG_STAGE: name.default('local').describe('stage; in logs and metrics'),
  HEIRTAG_STATE_TABLE: name.describe('table of settings and ledger'),
  HEIRTAG_SIMULATOR_TABLE: name.optional().describe('table of the simulated cloud'),
  HEIRTAG_CHANGES_QUEUE_URL: z.url().describe('URL of the changes queue'),
  HEIRTAG_DEAD_LETTER_QUEUE_URL: z.url().describe("URL of the changes queue's dead letters"),
  HEIRTAG_INTAKE_DEAD_LETTER_QUEUE_URL: z
    .url()
    .optional()
    .describe('URL of the queue of events that the bus could not deliver'),
  HEIRTAG_CLOUD_REGIONS: regionList.optional().describe('regions to handle; all 24 unless set'),
  HEIRTAG_BUS_NAME: name.describe('name of the event bus'),
  HEIRTAG_MAX_RECEIVES: wholeNumber(1, 1000, 5).describe('deliveries before a dead letter'),
  HEIRTAG_RETRY_SECONDS: wholeNumber(1, 900, 5).describe('delay of the first retry; doubles'),
  HEIRTAG_INLINE_HEIRS: wholeNumber(1, 500, 50).describe('heirs reconciled with their event'),
  HEIRTAG_PARALLEL_RECONCILES: wholeNumber(1, 500, 100).describe('reconciles at once in a batch'),
  HEIRTAG_JOB_RESOURCES_PER_SECOND: wholeNumber(1, 10_000, 50).describe(
    'resources a backfill or sweep looks at, on average',
  ),
  HEIRTAG_INTENT_SECONDS: wholeNumber(20, 900, 30).describe('how long an intent holds'),
  HEIRTAG_MAX_TAGS_PER_RESOURCE: wholeNumber(1, 200, 20).describe('tags a resource may hold'),
  HEIRTAG_HISTORY_DAYS: wholeNumber(1, 3650, 90).describe('days the history is kept'),
  HEIRTAG_CONTEST_REPAIRS: wholeNumber(1, 100, 3).describe(
    'repairs of a tag that others keep changing back, before it is given up',
  ),
  HEIRTAG_CONTEST_MINUTES: wholeNumber(1, 1440, 60).describe('time in which those repairs count'),
  HEIRTAG_SECRET_PREFIX: name
    .optional()
    .describe(
      "Secrets Manager: how the names of access keys' secrets begin; no Tag API unless set",
    ),
  HEIRTAG_SECRET_FILE: name
    .optional()
    .describe("file of access keys' secrets; instead of the above"),
  HEIRTAG_TAG_API_CALLS_PER_MINUTE: wholeNumber(1, 100_000, 600).describe(
    'calls of the Tag API that each access key may make in a minute',
  ),
  HEIRTAG_SINGLE_WORKER: z
    .enum(['true', 'false'])
    .default('false')
    .describe('true when one process does all the work, so that earlier ones are surely dead'),
});

export type Environment = z.infer<typeof environmentSchema>;

/** The names of all environment variables. */
export const environmentNames = environmentSchema.keyof().options;

/**
 * Reads the environment.
 * @throws InvalidInputError `InvalidEnvironment` that names every missing or malformed variable at once
 */
export const readEnvironment = (
  variables: Readonly<Record<string, string | undefined>>,
): Environment => {
  const parsed = environmentSchema.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => {
    const variable = issue.path.join('.');
    const given = variables[variable];
    return `${variable} is ${given === undefined ? 'missing' : `"${given}": ${issue.message}`}`;
  });
  throw new InvalidInputError({
    code: 'InvalidEnvironment',
    message: `the environment is not usable: ${problems.join('; ')}`,
  });
};
