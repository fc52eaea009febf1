import * as z from 'zod/mini';
import { settingNameText } from '../clouds/setting-name-text.ts';
import { TerminalError } from '../model/errors.ts';
import { count, text, textOrNull, version } from '../model/fields.ts';
import type { Values } from '../storage/attributes.ts';
import { expiryAttribute } from '../storage/schema.ts';
import type { Item, ItemKey } from '../storage/table.ts';
import type { Coverage } from './coverage.ts';
import { isActive, type Job, jobKinds, jobStatuses } from './job.ts';
import { type JobLane, laneAnew, laneTasks, mostJobLanes, newLane } from './lane.ts';

const rulesSchema = z.array(z.tuple([settingNameText, count, count, count]));

export const coverageSchema = z.object({ part: text, accountId: text, rules: rulesSchema });

const counts = {
  found: count,
  done: count,
  changed: count,
  refused: count,
  failed: count,
} as const;

const findings = z.array(z.tuple([settingNameText, count]));
const failures = z.array(z.object({ resource: text, code: text, message: text }));

const laneSchema = z.object({
  version,
  task: z.enum(laneTasks),
  cursor: textOrNull,
  step: count,
  stepBy: textOrNull,
  isEnded: z.boolean(),
  ...counts,
  findings,
  failures,
  coverage: z.nullable(z.array(coverageSchema)),
  updatedAt: text,
});

const common = {
  version,
  kind: z.enum(jobKinds),
  accountId: textOrNull,
  settingName: z.nullable(settingNameText),
  waitsForSetting: z.boolean(),
  pace: z.nullable(z.object({ since: text, done: count })),
  startedAt: text,
  updatedAt: text,
  finishedAt: textOrNull,
  startedBy: text,
  error: textOrNull,
} as const;

/** The lanes of a job stand in its item side by side, each in an attribute of its own. */
export const laneAttribute = (index: number): string => `lane${index}`;

const laneAttributes = Array.from({ length: mostJobLanes + 1 }, (_, index) => laneAttribute(index));

const headSchema = z.object({ ...common, turn: version, status: z.enum(jobStatuses) });

/** A job of before, which was one chain: it counted all there was, and then began with the work. */
const chainSchema = z.object({
  ...common,
  status: z.enum([...jobStatuses, 'counting']),
  phase: z.enum(['counting', 'running']),
  cursor: textOrNull,
  step: count,
  stepBy: textOrNull,
  ...counts,
  findings,
  // Jobs of still before did not keep them.
  failures: z._default(failures, []),
  // Sweeps of still before did not count it.
  coverage: z._default(z.nullable(z.array(coverageSchema)), null),
});

/** Days a job that ended, or that nothing ever went on with, can be seen. */
export const keptDays = 30;
const dayMs = 86_400_000;

/** @param time milliseconds since the epoch */
export const expiryFrom = (time: number): number => Math.floor((time + keptDays * dayMs) / 1000);

/** Null where it must not expire: DynamoDB drops by numbers alone. */
const expiryOf = (job: Job): number | null =>
  isActive(job) && job.status !== 'waiting' ? null : expiryFrom(Date.parse(job.updatedAt));

/** @throws TerminalError `MalformedJob` */
export const parseStored = <T>(
  schema: z.ZodMiniType<T>,
  { pk, sk }: ItemKey,
  value: unknown,
): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TerminalError({
    code: 'MalformedJob',
    message: `the item ${pk} ${sk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};

export const readCoverage = ({ rules, ...of }: z.infer<typeof coverageSchema>): Coverage => ({
  ...of,
  rules: new Map(rules.map(([rule, looked, wrong, tags]) => [rule, { looked, wrong, tags }])),
});

/** As stored: names of fields would be most of it. */
export const coverageItem = ({ rules, ...of }: Coverage): z.infer<typeof coverageSchema> => ({
  ...of,
  rules: [...rules].map(([rule, { looked, wrong, tags }]) => [
    rule,
    Math.max(0, looked),
    wrong,
    tags,
  ]),
});

type Stored = Pick<z.infer<typeof laneSchema>, 'findings' | 'coverage'>;

/** What a lane holds in another form than its item. */
const readHeld = ({ findings: found, coverage }: Stored) => ({
  findings: new Map(found),
  coverage: coverage?.map(readCoverage) ?? null,
});

const readLane = (lane: z.infer<typeof laneSchema>): JobLane => ({ ...lane, ...readHeld(lane) });

/** A lane as it is stored, but for its version. */
export const laneContent = ({ version: _, ...lane }: JobLane): Values => ({
  ...lane,
  findings: [...lane.findings],
  coverage: lane.coverage?.map(coverageItem) ?? null,
});

/** What is stored of a job beside its lanes. */
export const headOf = (job: Job): Values => {
  const { id: _, version: __, lanes: ___, ...head } = job;
  return { ...head, [expiryAttribute]: expiryOf(job) };
};

const latestOf = (times: readonly string[]): string => times.toSorted().at(-1) ?? '';

/** Reads a job of before. While it counted it did nothing: it begins as jobs begin now. */
const readChain = (item: Item): Job => {
  const { phase, cursor, step, stepBy, found, done, changed, refused, failed, ...chain } =
    parseStored(chainSchema, item, item);
  const { status, findings: wrong, coverage, failures: setAside, ...head } = chain;
  const { updatedAt } = head;
  const held = readHeld({ findings: wrong, coverage });
  const first = { ...newLane({ task: 'work', coverage: held.coverage, updatedAt }), step, stepBy };
  const job = { ...head, id: item.sk, turn: 0 };
  if (phase === 'counting') {
    const lanes = [{ ...first, ...laneAnew(first) }];
    return { ...job, status: status === 'counting' ? 'waiting' : status, lanes };
  }
  const counted = newLane({ task: 'count', coverage: null, updatedAt });
  const came = { ...held, cursor, done, changed, refused, failed, failures: setAside };
  return {
    ...job,
    status: status === 'counting' ? 'running' : status,
    lanes: [
      { ...first, ...came, isEnded: status === 'done' },
      { ...counted, isEnded: true, found },
    ],
  };
};

/** Reads the item of a job, in the form of today or of before. @throws TerminalError `MalformedJob` */
export const readJob = (item: Item): Job => {
  if (!('turn' in item)) return readChain(item);
  const head = parseStored(headSchema, item, item);
  const lanes = laneAttributes
    .filter((name) => name in item)
    .map((name) => readLane(parseStored(laneSchema, item, item[name])));
  const updatedAt = latestOf([head.updatedAt, ...lanes.map((lane) => lane.updatedAt)]);
  return { ...head, id: item.sk, updatedAt, lanes };
};
