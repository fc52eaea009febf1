import * as z from 'zod/mini';
import type { AnnouncementKind } from './announcements.ts';

const time = z.string().check(z.describe('ISO 8601, UTC'));
const arn = z.string().check(z.describe('ARN of a resource'));
const rule = z.string().check(z.describe('SettingName of a rule'));
const reason = z.string().check(z.describe('as `heirtag explain` names it'));

const cause = z.object({
  eventId: z.string(),
  eventName: z.string(),
  eventTime: z.string(),
  principal: z.string().check(z.describe('who did it, as the cloud names them')),
});

const change = z.object({
  key: z.string(),
  action: z.enum(['set', 'remove']),
  rule,
  reason,
});

const look = { resource: arn, cause };
const changes = z.array(change).check(z.describe('in order; values are in the history'));

const factsByKind = {
  TagsChanged: z.object({ ...look, changes }),
  TagRefused: z.object({ ...look, refusals: z.array(z.object({ key: z.string(), reason })) }),
  TagContested: z.object({
    ...look,
    keys: z.array(z.string()).check(z.describe('left to whoever keeps changing them back')),
  }),
  SweepFoundDrift: z.object({ ...look, changes }),
  JobEnded: z.object({
    jobId: z.string(),
    jobKind: z.enum(['backfill', 'sweep']),
    rule: z.nullable(rule),
    status: z.enum(['done', 'cancelled', 'failed']),
    startedAt: time,
    finishedAt: z.nullable(time),
    startedBy: z.string(),
    error: z.nullable(z.string()),
    done: z.int().check(z.describe('resources that were looked at')),
    changed: z.int(),
    refused: z.int(),
    failed: z.int(),
  }),
  RuleChanged: z.object({
    settingsVersion: z.int(),
    feature: z.object({
      before: z.enum(['Enable', 'Disable']),
      after: z.enum(['Enable', 'Disable']),
    }),
    rules: z.array(
      z.object({
        rule,
        before: z.nullable(z.enum(['Enable', 'Disable'])).check(z.describe('null: it was not set')),
        after: z.nullable(z.enum(['Enable', 'Disable'])).check(z.describe('null: it was deleted')),
        version: z.nullable(z.int()).check(z.describe('`heirtag rules show` tells the whole')),
      }),
    ),
  }),
} satisfies Record<AnnouncementKind, z.ZodMiniType>;

const envelope = {
  version: z.literal(1),
  stage: z.string(),
  accountId: z.nullable(z.string()).check(z.describe('account of the cloud; null: all of them')),
  time,
};

/** `detail` of an announcement. */
export const detailSchemaOf = (kind: AnnouncementKind): z.ZodMiniObject =>
  z.object({ ...envelope, ...factsByKind[kind].shape });
