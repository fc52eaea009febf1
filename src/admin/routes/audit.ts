import * as z from 'zod/mini';
import { type AuditEntry, auditOutcomes } from '../../audit/audit.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, defineStageCall, noBody } from '../call.ts';
import { nextCursor, pageQuery } from '../paging.ts';
import { rangeOf, timeRange } from '../time-range.ts';

const entrySchema = z.object({
  time: z.string(),
  requestId: z.string(),
  principal: z.string().check(z.describe('the ARN that signed the call, or local')),
  action: z.string().check(z.describe('method and path')),
  target: z.record(z.string(), z.string()).check(z.describe('what the path names')),
  input: z.unknown().check(z.describe('the body; null for events, which are counted')),
  outcome: z
    .enum(auditOutcomes)
    .check(
      z.describe(
        'started: cut off, may have happened; partly: some of several things were not done',
      ),
    ),
  code: z.nullable(z.string()).check(z.describe('code of the error, or of the first of several')),
  counts: z
    .nullable(z.record(z.string(), z.int()))
    .check(z.describe('what came of it, where several things were asked for')),
});

const listing = {
  method: 'GET',
  query: z.strictObject({
    ...timeRange,
    requestId: z.optional(z.string()),
    principal: z
      .optional(z.string())
      .check(z.describe('part of who asked; capitals do not matter')),
    action: z
      .optional(z.string())
      .check(z.describe('part of method and path; capitals do not matter')),
    ...pageQuery,
  }),
  body: noBody,
  answer: z.object({ entries: z.array(entrySchema), next: nextCursor }),
} as const;

type ListQuery = z.output<typeof listing.query>;

const tellEntry = ({ accountId: _, target, counts, ...entry }: AuditEntry) => ({
  ...entry,
  target: { ...target },
  counts: counts && { ...counts },
});

/** `GET /v1/audit`, of an account and of the stage: administrative writes, newest first. */
export const auditCalls = ({ audit, clock }: Pick<AppDeps, 'audit' | 'clock'>): readonly Call[] => {
  const list = async (accountId: string | null, query: ListQuery) => {
    const { cursor, ...wanted } = query;
    const page = await audit.list({ accountId, ...wanted, ...rangeOf(query, clock), cursor });
    return { body: { entries: page.items.map(tellEntry), next: page.next ?? null } };
  };
  return [
    defineCall({
      ...listing,
      path: '/v1/audit',
      summary: 'Lists who changed what of an account through this API, newest first.',
      handle: ({ accountId, query }) => list(accountId, query),
    }),
    defineStageCall({
      ...listing,
      path: '/v1/stage/audit',
      summary: 'Lists who changed what belongs to no account: dead letters, events, sweeps.',
      handle: ({ query }) => list(null, query),
    }),
  ];
};
