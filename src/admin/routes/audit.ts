import * as z from 'zod/mini';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { rangeOf, timeRange } from '../time-range.ts';

const entrySchema = z.object({
  time: z.string(),
  requestId: z.string(),
  principal: z.string().check(z.describe('the ARN that signed the call, or local')),
  action: z.string().check(z.describe('method and path')),
  target: z.record(z.string(), z.string()).check(z.describe('what the path names')),
  input: z.unknown().check(z.describe('the body')),
  outcome: z
    .enum(['started', 'done', 'refused', 'failed'])
    .check(z.describe('started: cut off, may have happened')),
  code: z.nullable(z.string()).check(z.describe('code of the error that was answered')),
});

/** `GET /v1/audit`: administrative writes, newest first. */
export const auditCalls = ({ audit, clock }: Pick<AppDeps, 'audit' | 'clock'>): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/audit',
    summary: 'Lists who changed what through this API, newest first.',
    query: z.strictObject({ ...timeRange, ...pageQuery }),
    body: noBody,
    answer: z.object({ entries: z.array(entrySchema), next: nextCursor }),
    handle: async ({ accountId, query }) => {
      const { limit, cursor } = query;
      const page = await audit.list({ accountId, ...rangeOf(query, clock), limit, cursor });
      const entries = page.items.map(({ accountId: _, target, ...entry }) => ({
        ...entry,
        target: { ...target },
      }));
      return { body: { entries, next: page.next ?? null } };
    },
  }),
];
