import * as z from 'zod';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { rangeOf, timeRange } from '../time-range.ts';

const entrySchema = z.object({
  time: z.string(),
  requestId: z.string(),
  principal: z.string().describe('the ARN that signed the call, or local'),
  action: z.string().describe('method and path'),
  target: z.record(z.string(), z.string()).describe('what the path names'),
  input: z.unknown().describe('the body'),
  outcome: z
    .enum(['started', 'done', 'refused', 'failed'])
    .describe('started: cut off, may have happened'),
  code: z.string().nullable().describe('code of the error that was answered'),
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
