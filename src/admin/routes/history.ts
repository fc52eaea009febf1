import * as z from 'zod/mini';
import { type HistoryEntry, historyActions } from '../../history/history.ts';
import type { Page } from '../../model/page.ts';
import { catalogue, type SettingName } from '../../rules/catalogue.ts';
import type { AppDeps } from '../app.ts';
import { arnInput } from '../arn-input.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { causeAnswer } from '../cause-answer.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { ruleNamed } from '../rule-input.ts';
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
  ...timeRange,
  ...pageQuery,
});

const allRules = catalogue.map(({ settingName }) => settingName);

const onlyOf = (rule: SettingName | undefined, page: Page<HistoryEntry>): Page<HistoryEntry> =>
  rule === undefined ? page : { ...page, items: page.items.filter((each) => each.rule === rule) };

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
    errors: { 'InvalidParameter.SettingName': 400, 'InvalidParameter.Cursor': 400 },
    handle: async ({ accountId, query }) => {
      const { resource, settingName, limit, cursor } = query;
      const range = rangeOf(query, clock);
      const rule = settingName === undefined ? undefined : ruleNamed(settingName).settingName;
      const rules = rule === undefined ? allRules : [rule];
      const page =
        resource === undefined
          ? await history.ofRules({ accountId, rules }, range, { limit, cursor })
          : onlyOf(rule, await history.ofResource(resource, range, { limit, cursor }));
      return { body: { entries: [...page.items], next: page.next ?? null } };
    },
  }),
];
