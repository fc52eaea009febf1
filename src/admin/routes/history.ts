import * as z from 'zod/mini';
import { rulesOfAccount } from '../../clouds/accounts.ts';
import type { SettingName } from '../../clouds/catalogue.ts';
import { type HistoryEntry, historyActions } from '../../history/history.ts';
import type { Page } from '../../model/page.ts';
import type { AppDeps } from '../app.ts';
import { arnInput, assertOwn } from '../arn-input.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { causeAnswer, tellCause } from '../cause-answer.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { ruleFor } from '../rule-input.ts';
import { rangeOf, timeRange } from '../time-range.ts';

const entrySchema = z.object({
  time: z.string(),
  resource: z.string(),
  key: z.string(),
  action: z.enum(historyActions),
  value: z
    .nullable(z.string())
    .check(
      z.describe('what stands there afterwards, null for no tag; of a refusal: what was asked for'),
    ),
  previous: z.nullable(z.string()).check(z.describe('what stood there before; null for no tag')),
  rule: z.string(),
  primary: z.string(),
  reason: z.string(),
  cause: causeAnswer,
});

const historyQuery = z.strictObject({
  resource: z.optional(arnInput).check(z.describe('ARN of an associated resource')),
  settingName: z.optional(z.string()).check(z.describe('only what was done under this rule')),
  key: z.optional(z.string()).check(z.describe('only what was done to this tag key')),
  eventId: z
    .optional(z.string())
    .check(z.describe('only what was done on this event of the cloud')),
  ...timeRange,
  ...pageQuery,
});

type Wanted = {
  readonly rule: SettingName | undefined;
  readonly key: string | undefined;
  readonly eventId: string | undefined;
};

const onlyOf = ({ rule, key, eventId }: Wanted, page: Page<HistoryEntry>): Page<HistoryEntry> => ({
  ...page,
  items: page.items.filter(
    (each) =>
      (rule === undefined || each.rule === rule) &&
      (key === undefined || each.key === key) &&
      (eventId === undefined || each.cause.eventId === eventId),
  ),
});

/** `GET /v1/history`: what was set, removed and refused, when, and on which event. */
export const historyCalls = ({
  history,
  clock,
}: Pick<AppDeps, 'history' | 'clock'>): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/history',
    summary:
      'Lists what was done to a resource, under a rule, or in the account, newest first. A page may hold fewer entries than its limit.',
    query: historyQuery,
    body: noBody,
    answer: z.object({ entries: z.array(entrySchema), next: nextCursor }),
    errors: {
      'InvalidParameter.SettingName': 400,
      'InvalidParameter.Cursor': 400,
      'InvalidParameter.Resource': 400,
    },
    handle: async ({ accountId, query }) => {
      const { resource, settingName, key, eventId, limit, cursor } = query;
      if (resource !== undefined) assertOwn(resource, accountId, 'resource');
      const range = rangeOf(query, clock);
      const rule =
        settingName === undefined ? undefined : ruleFor(accountId, settingName).settingName;
      const rules =
        rule === undefined ? rulesOfAccount(accountId).map((each) => each.settingName) : [rule];
      const page =
        resource === undefined
          ? await history.ofRules({ accountId, rules }, range, { limit, cursor })
          : await history.ofResource(resource, range, { limit, cursor });
      const { items, next } = onlyOf({ rule, key, eventId }, page);
      const entries = items.map((item) => ({ ...item, cause: tellCause(item.cause) }));
      return { body: { entries, next: next ?? null } };
    },
  }),
];
