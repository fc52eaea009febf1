import * as z from 'zod/mini';
import type { AppDeps } from '../app.ts';
import { arnInput, assertOwn } from '../arn-input.ts';
import { type Call, defineCall, noBody, noQuery } from '../call.ts';
import { contestAnswer } from '../cause-answer.ts';
import { listContested, resumeContested } from '../contested.ts';
import { nextCursor, pageQuery } from '../paging.ts';

const contestedSchema = z.extend(contestAnswer, {
  resource: z.string(),
  key: z.string(),
  value: z.string().check(z.describe('what we wrote last')),
  rule: z.string(),
  primary: z.string(),
});

const resumeSchema = z.strictObject({ resource: arnInput, key: z.string() });

/** `/v1/contested`: tags that are left alone because somebody else kept changing them back. */
export const contestedCalls = (
  deps: Pick<AppDeps, 'ledger' | 'queue' | 'clock'>,
): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/contested',
    summary:
      'Lists the tags that are not repaired any more because somebody else kept changing them back.',
    query: z.strictObject(pageQuery),
    body: noBody,
    answer: z.object({ contested: z.array(contestedSchema), next: nextCursor }),
    errors: { 'InvalidParameter.Cursor': 400 },
    handle: async ({ accountId, query: { limit, cursor } }) => {
      const { items, next } = await listContested(deps, accountId, { limit, cursor });
      return { body: { contested: [...items], next: next ?? null } };
    },
  }),
  defineCall({
    method: 'POST',
    path: '/v1/contested/resume',
    summary: 'Ends the contest of a tag: it is looked at again and repaired like any other.',
    query: noQuery,
    body: resumeSchema,
    answer: resumeSchema,
    errors: { NotContested: 404, 'InvalidParameter.Resource': 400 },
    isAudited: true,
    handle: async ({ accountId, body: { resource, key }, principal, requestId }) => {
      assertOwn(resource, accountId, 'resource');
      await resumeContested(deps, { resource, key, principal, requestId });
      return { body: { resource, key } };
    },
  }),
];
