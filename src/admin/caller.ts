import type { Context } from 'hono';
import * as z from 'zod/mini';
import { isAccountId } from '../model/account.ts';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';

/** The account of a request. @param accountId of the path or the query @throws InvalidInputError */
export const accountOf = (accountId: string): string => {
  if (isAccountId(accountId)) return accountId;
  throw new InvalidInputError({
    code: 'InvalidParameter.AccountId',
    message: `accountId: "${cutText(accountId, 100)}" is not an account: expected 1 to 64 letters, digits, _, - or *`,
  });
};

/** Whose calls are taken: those that API Gateway has checked (SigV4), or everybody's who gets through. */
export type Admission = 'signed' | 'anybody';

/** Where API Gateway puts who signed the call. Source: HTTP API payload format 2.0. */
const signedSchema = z.object({
  event: z.object({
    rawPath: z.optional(z.string()),
    requestContext: z.object({
      authorizer: z.object({ iam: z.object({ userArn: z.string().check(z.minLength(1)) }) }),
    }),
  }),
});

/** Who calls, for the record: the ARN that signed the call; `local` where no signature is asked for. */
export const principalOf = ({ env }: Context): string =>
  signedSchema.safeParse(env).data?.event.requestContext.authorizer.iam.userArn ?? 'local';

const partsOf = (path: string): readonly string[] => {
  try {
    return decodeURIComponent(path).split('/');
  } catch {
    return path.split('/');
  }
};

/** What a URL reads as steps, and leaves out: backslashes, tabs, line feeds. */
const isCrooked = (path: string): boolean =>
  /[\\\p{Cc}]/u.test(path) || partsOf(path).some((part) => part === '.' || part === '..');

/**
 * Lets a call in. Policies are checked on the path as it was sent, and calls are served at the path as a
 * URL reads it: where these differ, a caller could get beyond what the policy allows.
 * @throws InvalidInputError `Unauthorized`, `InvalidPath`
 */
export const admit = ({ env }: Context, admission: Admission): void => {
  if (admission === 'anybody') return;
  const signed = signedSchema.safeParse(env).data;
  if (signed === undefined) {
    throw new InvalidInputError({
      code: 'Unauthorized',
      message: 'nobody signed this call: expected SigV4 for execute-api, checked by API Gateway',
    });
  }
  const { rawPath = '' } = signed.event;
  if (!isCrooked(rawPath)) return;
  throw new InvalidInputError({
    code: 'InvalidPath',
    message: `the path ${JSON.stringify(cutText(rawPath, 200))} has steps such as .. or characters that a URL leaves out; expected the path itself`,
  });
};
