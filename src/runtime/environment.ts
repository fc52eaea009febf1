import * as z from 'zod/mini';
import { type AnnouncementKind, announcementKinds } from '../announce/announcements.ts';
import { allRegions } from '../clouds/regions.ts';
import { readRegions, writeRegions } from '../clouds/regions-text.ts';
import { mostJobLanes } from '../jobs/lane.ts';
import { InvalidInputError } from '../model/errors.ts';

const wholeNumber = (least: number, most: number, fallback: number) =>
  z._default(z.coerce.number().check(z.int(), z.minimum(least), z.maximum(most)), fallback);

const name = z.string().check(z.minLength(1));

const listed = (text: string): readonly string[] => text.split(',').map((part) => part.trim());

const regionLists = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const { handled, unknown } = readRegions(text);
    if (unknown.length === 0) return handled;
    context.issues.push({
      code: 'custom',
      input: text,
      message: `no cloud has ${unknown.map((region) => `"${region}"`).join(', ')}; expected some of ${writeRegions(allRegions)}`,
    });
    return z.NEVER;
  }),
);

const kindList = z.pipe(
  z.string().check(
    z.refine(
      (text) => listed(text).every((kind) => announcementKinds.some((known) => known === kind)),
      {
        message: `expected some of ${announcementKinds.join(', ')}, separated by commas`,
      },
    ),
  ),
  z.transform((text) => new Set(announcementKinds.filter((kind) => listed(text).includes(kind)))),
);

/** JSON from the cloud's name to something. @param what what that is, for people */
const byCloud = <S extends z.ZodMiniType>(schema: S, what: string) =>
  z.pipe(
    z.string(),
    z.transform((text, context) => {
      try {
        return z.record(z.string(), schema).parse(JSON.parse(text));
      } catch {
        const message = `expected a JSON object, cloud → ${what}`;
        context.issues.push({ code: 'custom', input: text, message });
        return z.NEVER;
      }
    }),
  );

/** Whose events are taken from a cloud's event service, and where it is kept what such a delivery shows. */
const inlet = z.strictObject({
  accounts: z.array(name).check(z.minLength(1)),
  secret: name,
});

/**
 * What the functions read from their environment: the one list of names that the stack, the local
 * runner and the code share.
 */
export const environmentSchema = z.object({
  /** Stage; in logs and metrics. */
  HEIRTAG_STAGE: z._default(name, 'local'),
  /** Version of this software, to be told. */
  HEIRTAG_VERSION: z._default(name, 'unknown'),
  /** True where the stage is deployed as production, to be told. */
  HEIRTAG_PRODUCTION: z._default(z.enum(['true', 'false']), 'false'),
  /** Table of settings and ledger. */
  HEIRTAG_STATE_TABLE: name,
  /** Table of the simulated cloud. */
  HEIRTAG_SIMULATOR_TABLE: z.optional(name),
  /** Events, keys and steps of jobs. */
  HEIRTAG_CHANGES_QUEUE_URL: z.url(),
  /** Of the changes queue. */
  HEIRTAG_DEAD_LETTER_QUEUE_URL: z.url(),
  /** Of events that the bus could not deliver. */
  HEIRTAG_INTAKE_DEAD_LETTER_QUEUE_URL: z.optional(z.url()),
  /** Regions to handle, `<cloud>:<region>,<region>;<cloud>:…`, or of every cloud that has them where it is not named; all unless set. */
  HEIRTAG_CLOUD_REGIONS: z.optional(regionLists),
  /** What the stage says of the clouds that it touches, JSON; nothing unless set. */
  HEIRTAG_CLOUD_SETTINGS: z.optional(byCloud(z.unknown(), 'its settings')),
  /** Clouds whose event services may send events, JSON; none unless set. */
  HEIRTAG_INGEST: z.optional(byCloud(inlet, '{"accounts": ["…"], "secret": "…"}')),
  HEIRTAG_BUS_NAME: name,
  /** Deliveries after which the queue makes a dead letter of a message. */
  HEIRTAG_MAX_RECEIVES: wholeNumber(1, 1000, 100),
  /** Pause before the first retry; doubles. */
  HEIRTAG_RETRY_SECONDS: wholeNumber(1, 900, 5),
  /** How long a failed message is tried again. */
  HEIRTAG_RETRY_HOURS: wholeNumber(1, 300, 6),
  /** Heirs reconciled with their event. */
  HEIRTAG_INLINE_HEIRS: wholeNumber(1, 500, 50),
  /** Reconciles at once in a batch. */
  HEIRTAG_PARALLEL_RECONCILES: wholeNumber(1, 500, 100),
  /** Workers at once, at the most: each begins with its part of what the cloud allows. */
  HEIRTAG_WORKERS: wholeNumber(1, 1000, 1),
  /** Resources a backfill or sweep looks at, on average. */
  HEIRTAG_JOB_RESOURCES_PER_SECOND: wholeNumber(1, 10_000, 50),
  /** Lanes that work on a backfill or sweep side by side. */
  HEIRTAG_JOB_LANES: wholeNumber(1, mostJobLanes, 1),
  /** How long an intent holds. */
  HEIRTAG_INTENT_SECONDS: wholeNumber(20, 900, 30),
  /** Tags a resource may hold. */
  HEIRTAG_MAX_TAGS_PER_RESOURCE: wholeNumber(1, 200, 20),
  /** Days the history is kept. */
  HEIRTAG_HISTORY_DAYS: wholeNumber(1, 3650, 90),
  /** Repairs of a tag that others keep changing back, before it is given up. */
  HEIRTAG_CONTEST_REPAIRS: wholeNumber(1, 100, 3),
  /** Time in which those repairs count. */
  HEIRTAG_CONTEST_MINUTES: wholeNumber(1, 1440, 60),
  /** Secrets Manager: how the names of access keys' secrets begin; no Tag API unless set. */
  HEIRTAG_SECRET_PREFIX: z.optional(name),
  /** File of access keys' secrets; instead of the above. */
  HEIRTAG_SECRET_FILE: z.optional(name),
  /** Calls of the Tag API that each access key may make in a minute. */
  HEIRTAG_TAG_API_CALLS_PER_MINUTE: wholeNumber(1, 100_000, 600),
  /** Calls of the HTTP API may name their account in the query, where no policy can limit it. */
  HEIRTAG_ACCOUNT_IN_QUERY: z._default(z.enum(['true', 'false']), 'true'),
  /** What is announced on the bus, separated by commas; nothing unless set. */
  HEIRTAG_EVENTS_OUT: z._default(kindList, new Set<AnnouncementKind>()),
  /** Names of the stage's alarms, separated by commas; for whoever looks from outside whether they are there. */
  HEIRTAG_ALARMS: z.optional(name),
  /** True when one process does all the work, so that earlier ones are surely dead. */
  HEIRTAG_SINGLE_WORKER: z._default(z.enum(['true', 'false']), 'false'),
});

export type Environment = z.infer<typeof environmentSchema>;

/** The names of all environment variables. */
export const environmentNames = z.keyof(environmentSchema).options;

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
