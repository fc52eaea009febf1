import * as z from 'zod/mini';
import { type Arn, arnForms, ownForm, parseArn } from '../clouds/arn.ts';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';

/** The ARN of a resource as a parameter or field, in any form that its cloud gives it. */
export const arnInput = z.pipe(
  z.string(),
  z.transform((text, context): Arn => {
    const arn = ownForm(text);
    if (arn !== undefined) return arn;
    context.issues.push({
      code: 'custom',
      input: text,
      message: `"${cutText(text, 200)}" is not the ARN of a known resource; expected ${arnForms}`,
    });
    return z.NEVER;
  }),
);

/**
 * An account sees and changes its own resources only.
 * @param field where the ARN stands @throws InvalidInputError `InvalidParameter.<Field>`
 */
export const assertOwn = (resource: string, accountId: string, field: string): void => {
  const owner = parseArn(resource).accountId;
  if (owner === accountId) return;
  throw new InvalidInputError({
    code: `InvalidParameter.${field.charAt(0).toUpperCase()}${field.slice(1)}`,
    message: `${field}: ${cutText(resource, 200)} is of account ${owner}, and the call is for account ${accountId}; call /v1/accounts/${owner}/…`,
  });
};
