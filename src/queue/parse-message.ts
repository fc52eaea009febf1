import * as z from 'zod/mini';
import { arnText } from '../clouds/arn-text.ts';
import { isResourceType } from '../clouds/resource-types.ts';
import { count, text, textOrNull } from '../model/fields.ts';
import { guardedText } from '../model/guarded-text.ts';
import { thrownMessage } from '../model/thrown-message.ts';
import type { InternalMessage } from './message.ts';
import { sqsJson } from './sqs-json.ts';

/** What a message of the changes queue holds. */
export type ParsedMessage =
  | InternalMessage
  | { readonly kind: 'event'; readonly event: unknown }
  | { readonly kind: 'malformed'; readonly reason: string };

/** Field that tells our own messages from events; its value is the format's version. */
const marker = 'heirtag';
const formatVersion = 1;

const cause = z.strictObject({
  eventId: text,
  eventName: text,
  eventTime: text,
  principal: text,
  isReplay: z.optional(z.literal(true)),
});

const typeText = guardedText(isResourceType, 'is no known resource type');
const since = z.optional(z.number());
const reach = z.optional(z.array(text));
const lateUntil = z.optional(z.number());
const common = { [marker]: z.literal(formatVersion), cause };

const messageSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    ...common,
    kind: z.literal('keys'),
    arns: z.array(arnText).check(z.minLength(1)),
    isNamed: z.optional(z.literal(true)),
    isGone: z.optional(z.literal(true)),
    since,
    reach,
    lateUntil,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('touched'),
    resources: z.array(z.strictObject({ arn: arnText, isGone: z.boolean() })),
    unnamed: z.optional(z.array(z.strictObject({ type: typeText, accountId: text, region: text }))),
  }),
  z.strictObject({
    ...common,
    kind: z.literal('heirs'),
    primary: arnText,
    cursor: textOrNull,
    since,
    reach,
    lateUntil,
  }),
  z.strictObject({
    ...common,
    kind: z.literal('job'),
    jobId: z.string().check(z.minLength(1)),
    lane: z.optional(count),
    step: count,
  }),
  z.strictObject({ ...common, kind: z.literal('sweep') }),
]);

const readJson = (body: string): { value: unknown } | { problem: string } => {
  try {
    return { value: JSON.parse(body) };
  } catch (error) {
    return { problem: thrownMessage(error) };
  }
};

/** Writes one of our own messages as a body of the changes queue. */
export const writeMessage = (message: InternalMessage): string =>
  sqsJson({ [marker]: formatVersion, ...message });

/** Reads a body of the changes queue. Never throws: what is neither ours nor an object is malformed. */
export const parseMessage = (body: string): ParsedMessage => {
  const read = readJson(body);
  if ('problem' in read) return { kind: 'malformed', reason: `not JSON: ${read.problem}` };
  const { value } = read;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { kind: 'malformed', reason: 'not a JSON object' };
  }
  if (!Object.hasOwn(value, marker)) return { kind: 'event', event: value };
  const parsed = messageSchema.safeParse(value);
  if (!parsed.success) return { kind: 'malformed', reason: z.prettifyError(parsed.error) };
  const { [marker]: _, ...message } = parsed.data;
  return message;
};
