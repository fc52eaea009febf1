import * as z from 'zod/mini';
import type { AppDeps } from '../app.ts';
import { arnInput, assertOwn } from '../arn-input.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { listHeirsOf } from '../heir-list.ts';
import { limitInput, nextCursor, pageQuery } from '../paging.ts';
import { ruleNamed } from '../rule-input.ts';
import { keyAnswer } from './explain.ts';

const { parents: _, chain: __, ...keyFields } = keyAnswer.shape;

const heirSchema = z.object({
  resource: z.string(),
  type: z.string(),
  rule: z.nullable(z.string()),
  exists: z.boolean(),
  keys: z.array(
    z.object({
      ...keyFields,
      verdict: z
        .string()
        .check(z.describe("what comes there of this resource's tag: wins, or why not")),
    }),
  ),
});

/** Each heir is looked at as closely as an explanation looks. */
const pageSizes = { usual: 25, most: 50 } as const;

/** `GET /v1/heirs`: what hangs on a resource, and what comes there of its tags. */
export const heirCalls = (
  deps: Pick<AppDeps, 'cloud' | 'ledger' | 'settings' | 'clock' | 'guard'>,
): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/heirs',
    summary:
      'Lists what hangs on a resource, rule by rule, and what once inherited from it, with what comes there of its tags. A page may hold fewer than its limit.',
    query: z.strictObject({
      resource: arnInput,
      rule: z.optional(z.string()),
      key: z
        .optional(z.string().check(z.minLength(1)))
        .check(z.describe('all keys that the resource has, or that came from it, unless given')),
      limit: limitInput(pageSizes).check(z.describe('items on a page')),
      cursor: pageQuery.cursor,
    }),
    body: noBody,
    answer: z.object({ resource: z.string(), heirs: z.array(heirSchema), next: nextCursor }),
    errors: {
      'InvalidParameter.Cursor': 400,
      'InvalidParameter.Resource': 400,
      'InvalidParameter.SettingName': 400,
    },
    handle: async ({ accountId, query: { resource, rule: name, key, limit, cursor } }) => {
      assertOwn(resource, accountId, 'resource');
      const rule = name === undefined ? undefined : ruleNamed(name).settingName;
      const wanted = { primary: resource, rule, key };
      const { items, next } = await listHeirsOf(deps, wanted, { limit, cursor });
      const heirs = items.map(({ keys, ...heir }) => ({ ...heir, keys: [...keys] }));
      return { body: { resource, heirs, next } };
    },
  }),
];
