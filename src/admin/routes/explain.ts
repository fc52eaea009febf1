import * as z from 'zod';
import { explainResource } from '../../engine/explain-resource.ts';
import type { AppDeps } from '../app.ts';
import { arnInput } from '../arn-input.ts';
import { type Call, defineCall, noBody } from '../call.ts';
import { causeAnswer, contestAnswer } from '../cause-answer.ts';

const parentSchema = z.object({
  primary: z.string(),
  rule: z.string().nullable(),
  value: z.string().nullable().describe("the parent's own value; null when it has no such tag"),
  verdict: z.string().describe('wins, or why not'),
});

const hopSchema = z.object({
  resource: z.string(),
  value: z.string().nullable().describe('its tag now; null when it has none'),
  inherited: z
    .object({
      rule: z.string(),
      primary: z.string(),
      since: z.string(),
      cause: causeAnswer,
      displaced: z.string().nullable().describe('the value it took the place of'),
    })
    .nullable()
    .describe('how it came there; null at the source'),
});

const keySchema = z.object({
  key: z.string(),
  value: z.string().nullable().describe('null when there is no such tag'),
  origin: z.enum(['inherited', 'own', 'absent']),
  why: z.string().describe('why it is as it is'),
  pending: z
    .object({
      action: z.enum(['set', 'remove', 'close']),
      reason: z.string(),
      value: z.string().nullable(),
    })
    .nullable()
    .describe('what the next look at the resource would do'),
  contest: contestAnswer.nullable(),
  parents: z.array(parentSchema).describe('the one that wins first'),
  chain: z.array(hopSchema).describe('the resource first, then each primary up to the source'),
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
    query: z.strictObject({ resource: arnInput, key: z.string().min(1).optional() }),
    body: noBody,
    answer: z.object({ resource: z.string(), exists: z.boolean(), keys: z.array(keySchema) }),
    handle: async ({ query: { resource, key } }) => {
      const { exists, keys } = await explainResource(deps, resource, key);
      return {
        body: {
          resource,
          exists,
          keys: keys.map(({ parents, chain, ...rest }) => ({
            ...rest,
            parents: [...parents],
            chain: [...chain],
          })),
        },
      };
    },
  }),
];
