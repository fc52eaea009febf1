import type { Context } from 'hono';
import { InvalidInputError } from '../model/errors.ts';

/** What travels with a request. */
export type ApiEnv = { Variables: { requestId: string } };

const defaultAccountId = '1000000000000001';
const accountForm = /^[0-9A-Za-z_*-]{1,64}$/;

/** The account of a request: the query parameter `accountId`, or the default one. @throws InvalidInputError */
export const accountOf = ({ req }: Context<ApiEnv>): string => {
  const accountId = req.query('accountId') ?? defaultAccountId;
  if (accountForm.test(accountId)) return accountId;
  throw new InvalidInputError({
    code: 'InvalidParameter.AccountId',
    message: `accountId: "${accountId.slice(0, 100)}" is not an account: expected 1 to 64 letters, digits, _, - or *`,
  });
};

/** Who calls, for the record. */
export const principalOf = (_context: Context<ApiEnv>): string => 'admin-api';
