import * as z from 'zod/mini';
import { statuses } from '../../settings/settings.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineStageCall, noBody } from '../call.ts';
import { nextCursor, pageQuery } from '../paging.ts';

const accountSchema = z.object({
  accountId: z.string(),
  feature: z.enum(statuses),
  rulesOn: z.int().check(z.describe('rules that are enabled, whether the feature is on or not')),
});

/** `GET /v1/accounts`: whom this stage works for. */
export const accountCalls = ({ settings }: Pick<AppDeps, 'settings'>): readonly Call[] => {
  const tell = async (accountId: string): Promise<z.input<typeof accountSchema>> => {
    const { feature, rules } = await settings.read(accountId);
    const rulesOn = [...rules.values()].filter(({ status }) => status === 'Enable').length;
    return { accountId, feature, rulesOn };
  };
  return [
    defineStageCall({
      method: 'GET',
      path: '/v1/accounts',
      summary: 'Lists the accounts that ever stored settings, in order.',
      query: z.strictObject(pageQuery),
      body: noBody,
      answer: z.object({ accounts: z.array(accountSchema), next: nextCursor }),
      errors: { 'InvalidParameter.Cursor': 400 },
      handle: async ({ query }) => {
        const { items, next } = await settings.accounts(query.cursor, query.limit);
        const accounts = await Promise.all(items.map(tell));
        return { body: { accounts, next: next ?? null } };
      },
    }),
  ];
};
