import { csvLine } from '../model/csv.ts';
import type { Answer } from './call.ts';
import type { PlanAnswer } from './plan-answer.ts';

/** Columns of a downloaded plan, in order; one line per tag. */
const columns = [
  'arn',
  'key',
  'action',
  'reason',
  'before',
  'value',
  'wanted',
  'rule',
  'from',
] as const;

type Line = Readonly<Record<(typeof columns)[number], string | null>>;

const nothingKnown = {
  ...{ key: null, before: null, value: null, wanted: null, rule: null, from: null },
} as const;

/** A line per tag, and one for each thing that could not be read. */
const linesOf = ({ resources, unread }: PlanAnswer): readonly Line[] => [
  ...resources.flatMap(({ arn, steps }) => steps.map((step) => ({ arn, ...step }))),
  ...unread.map(({ resource, message }) => ({
    ...nothingKnown,
    ...{ arn: resource, action: 'unread', reason: message },
  })),
];

const csvOf = (plan: PlanAnswer): string =>
  [columns, ...linesOf(plan).map((line) => columns.map((column) => line[column]))]
    .map(csvLine)
    .join('');

const ndjsonOf = (plan: PlanAnswer): string =>
  linesOf(plan)
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');

/** Forms of a plan beside JSON, by the media type of the Accept header. */
const writers: Readonly<Record<string, (plan: PlanAnswer) => string>> = {
  'text/csv': csvOf,
  'application/x-ndjson': ndjsonOf,
};

/** For the documentation of calls that can be planned. */
export const acceptsPlanFiles = {
  Accept: 'with dryRun: text/csv or application/x-ndjson for a line per tag',
} as const;

/** Answers a plan in the form that the caller accepts; JSON unless it is one of the others. */
export const answerPlan = (plan: PlanAnswer, accept: string | undefined): Answer<PlanAnswer> => {
  const accepted = (accept ?? '').split(',').map((type) => type.split(';')[0]?.trim() ?? '');
  const contentType = accepted.find((type) => Object.hasOwn(writers, type));
  const write = contentType === undefined ? undefined : writers[contentType];
  if (contentType === undefined || write === undefined) return { status: 200, body: plan };
  return {
    status: 200,
    text: write(plan),
    contentType: `${contentType}; charset=utf-8`,
    headers: plan.next === null ? {} : { 'x-next-cursor': encodeURIComponent(plan.next) },
  };
};
