import * as z from 'zod/mini';
import { rulesOfAccount } from '../../clouds/accounts.ts';
import type { HistoryEntry } from '../../history/history.ts';
import { isoTime } from '../../model/clock.ts';
import { type Activity, activityByHour, activityIn } from '../activity.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { rangeOf, timeRange } from '../time-range.ts';

/** What one call reads of the history: so many entries a page, and so many pages, at the most. */
const most = { perPage: 500, pages: 4 } as const;

/** How far back it looks unless told. Milliseconds. */
const usualMs = 86_400_000;

const count = z.int();
const bucket = z.tuple([z.nullable(z.number()), count]);

const activitySchema = z.object({
  set: count,
  removed: count,
  restored: count,
  refused: count.check(z.describe('those that are contested not counted')),
  contested: count,
  closed: count.check(z.describe('closed, handed over, or adopted from another primary')),
  lag: z
    .object({
      count: count.check(z.describe('changes that have an event of the cloud')),
      p50Ms: z.nullable(z.number()),
      p99Ms: z.nullable(z.number()),
      buckets: z
        .array(bucket)
        .check(
          z.describe(
            '[upper end in ms, null for no end; how many]: the same ends everywhere, to add',
          ),
        ),
    })
    .check(z.describe("from the cloud's event to our decision")),
});

const hourSchema = z.extend(activitySchema, {
  hour: z.string().check(z.describe('its first moment, UTC')),
});

const tell = ({ lag, ...counts }: Activity): z.input<typeof activitySchema> => ({
  ...counts,
  lag: { ...lag, buckets: lag.buckets.map(([end, many]) => [end, many]) },
});

/** `GET /v1/stats`: what was done in each hour, and how late. */
export const statsCalls = ({
  history,
  clock,
}: Pick<AppDeps, 'history' | 'clock'>): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/stats',
    summary:
      'Counts what was set, removed, refused and contested in each hour, and how late; of the last day unless told. A call reads 2,000 entries of the history at the most; the counts of its pages add up.',
    query: z.strictObject({ ...timeRange, cursor: pageQuery.cursor }),
    body: noBody,
    answer: z.object({
      from: z.string(),
      to: z.string(),
      hours: z
        .array(hourSchema)
        .check(z.describe('those in which something was done, the latest first')),
      total: activitySchema,
      readDownTo: z
        .nullable(z.string())
        .check(z.describe('the earliest that was read; null when all of the range was')),
      next: nextCursor,
    }),
    errors: { 'InvalidParameter.Cursor': 400, 'InvalidParameter.From': 400 },
    handle: async ({ accountId, query }) => {
      const from = query.from ?? isoTime(clock() - usualMs);
      const range = rangeOf({ ...query, from }, clock);
      const rules = rulesOfAccount(accountId).map(({ settingName }) => settingName);
      const entries: HistoryEntry[] = [];
      let { cursor } = query;
      for (let pages = 0; pages < most.pages; pages += 1) {
        const page = { cursor, limit: most.perPage };
        const { items, next } = await history.ofRules({ accountId, rules }, range, page);
        entries.push(...items);
        cursor = next;
        if (cursor === undefined) break;
      }
      const hours = activityByHour(entries).map(({ hour, ...each }) => ({ hour, ...tell(each) }));
      return {
        body: {
          ...range,
          hours,
          total: tell(activityIn(entries)),
          readDownTo: cursor === undefined ? null : (entries.at(-1)?.time ?? range.to),
          next: cursor ?? null,
        },
      };
    },
  }),
];
