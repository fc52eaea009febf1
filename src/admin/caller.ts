import type { Context } from 'hono';
import * as z from 'zod/mini';
import { isAccountId } from '../model/account.ts';
import { InvalidInputError } from '../model/errors.ts';

const defaultAccountId = '1000000000000001';

/** The account of a request. @param accountId the query parameter @throws InvalidInputError */
export const accountOf = (accountId: string = defaultAccountId): string => {
  if (isAccountId(accountId)) return accountId;
  throw new InvalidInputError({
    code: 'InvalidParameter.AccountId',
    message: `accountId: "${accountId.slice(0, 100)}" is not an account: expected 1 to 64 letters, digits, _, - or *`,
  });
};

/** Where API Gateway puts who signed the call. Source: HTTP API payload format 2.0. */
const signedSchema = z.object({
  event: z.object({
    requestContext: z.object({
      authorizer: z.object({ iam: z.object({ userArn: z.string() }) }),
    }),
  }),
});

/** Who calls, for the record: the ARN that signed the call; `local` where no signature is asked for. */
export const principalOf = ({ env }: Context): string =>
  signedSchema.safeParse(env).data?.event.requestContext.authorizer.iam.userArn ?? 'local';
