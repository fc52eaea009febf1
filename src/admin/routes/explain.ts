import * as z from 'zod/mini';
import { explainResource } from '../../engine/explain-resource.ts';
import type { Hop } from '../../engine/provenance.ts';
import type { AppDeps } from '../app.ts';
import { arnInput, assertOwn } from '../arn-input.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { causeAnswer, contestAnswer, tellCause } from '../cause-answer.ts';

const parentSchema = z.object({
  primary: z.string(),
  rule: z.nullable(z.string()),
  value: z
    .nullable(z.string())
    .check(z.describe("the parent's own value; null when it has no such tag")),
  verdict: z.string().check(z.describe('wins, or why not')),
});

const hopSchema = z.object({
  resource: z.string(),
  value: z.nullable(z.string()).check(z.describe('its tag now; null when it has none')),
  inherited: z
    .nullable(
      z.object({
        rule: z.string(),
        primary: z.string(),
        since: z.string(),
        cause: causeAnswer,
        displaced: z.nullable(z.string()).check(z.describe('the value it took the place of')),
      }),
    )
    .check(z.describe('how it came there; null at the source')),
});

/** One key of a resource, explained. */
export const keyAnswer = z.object({
  key: z.string(),
  value: z.nullable(z.string()).check(z.describe('null when there is no such tag')),
  origin: z.enum(['inherited', 'own', 'absent']),
  why: z.string().check(z.describe('why it is as it is')),
  pending: z
    .nullable(
      z.object({
        action: z.enum(['set', 'remove', 'close']),
        reason: z.string(),
        value: z.nullable(z.string()),
      }),
    )
    .check(z.describe('what the next look at the resource would do')),
  contest: z.nullable(contestAnswer),
  parents: z.array(parentSchema).check(z.describe('the one that wins first')),
  chain: z
    .array(hopSchema)
    .check(z.describe('the resource first, then each primary up to the source')),
});

const tellHop = ({ inherited, ...hop }: Hop): z.input<typeof hopSchema> => ({
  ...hop,
  inherited: inherited && { ...inherited, cause: tellCause(inherited.cause) },
});

/** `GET /v1/explain`: why the keys of a resource are as they are. */
export const explainCalls = (
  deps: Pick<AppDeps, 'cloud' | 'ledger' | 'settings' | 'clock' | 'guard'>,
): readonly Call[] => [
  defineCall({
    method: 'GET',
    path: '/v1/explain',
    summary:
      'Explains where a tag comes from, hop by hop, or why it is not there; all keys unless one is named.',
    query: z.strictObject({
      resource: arnInput,
      key: z.optional(z.string().check(z.minLength(1))),
    }),
    body: noBody,
    answer: z.object({ resource: z.string(), exists: z.boolean(), keys: z.array(keyAnswer) }),
    errors: { 'InvalidParameter.Resource': 400 },
    handle: async ({ accountId, query: { resource, key } }) => {
      assertOwn(resource, accountId, 'resource');
      const { exists, keys } = await explainResource(deps, resource, key);
      return {
        body: {
          resource,
          exists,
          keys: keys.map(({ parents, chain, ...rest }) => ({
            ...rest,
            parents: [...parents],
            chain: chain.map(tellHop),
          })),
        },
      };
    },
  }),
];
