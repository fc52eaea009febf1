import * as z from 'zod/mini';
import { RetryableError, TerminalError } from '../model/errors.ts';
import type { SignedAnswer, SignedCall } from './signed-call.ts';

const answerSchema = z.object({
  SecretString: z.optional(z.string()),
  __type: z.optional(z.string()),
});

const read = (body: string): z.output<typeof answerSchema> => {
  try {
    return answerSchema.parse(JSON.parse(body));
  } catch {
    // What an answer says is told nowhere: it may be half a secret.
    return {};
  }
};

/**
 * Reads a secret of Secrets Manager by its name or ARN.
 * @returns undefined when there is none of this name, or it is no text
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export const secretValue = async (
  call: (request: SignedCall) => Promise<SignedAnswer>,
  secretId: string,
): Promise<string | undefined> => {
  const { status, body } = await call({
    service: 'secretsmanager',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'secretsmanager.GetSecretValue',
    },
    body: JSON.stringify({ SecretId: secretId }),
  });
  const { SecretString, __type } = read(body);
  if (status === 200) return SecretString;
  const code = __type?.split('#').at(-1) ?? `Http${status}`;
  if (code === 'ResourceNotFoundException') return undefined;
  const told = { code: `Aws.${code}`, message: `could not read the secret ${secretId}: ${code}` };
  throw status >= 500 || /Throttl/.test(code) ? new RetryableError(told) : new TerminalError(told);
};
