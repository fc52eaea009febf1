import * as z from 'zod/mini';
import type { HttpAnswer, HttpRequest } from './http.ts';

/** API Gateway's own refusals have a message and no code; the API's have both. */
const gatewayError = z.strictObject({ message: z.string() });

const readError = (text: string): string | undefined => {
  try {
    return gatewayError.safeParse(JSON.parse(text)).data?.message;
  } catch {
    return undefined;
  }
};

/** What helps whose credentials are missing or old. */
export const loginHint = (profile: string | undefined): string =>
  `Sign in again, for example with: aws sso login${profile === undefined ? '' : ` --profile ${profile}`}`;

/** The end of the ARN that a policy would have to allow for a call. Source: "Control access to an API with IAM permissions". */
const resourceOf = ({ method, path }: HttpRequest, endpoint: URL): string => {
  const [api = '<api>'] = endpoint.hostname.split('.');
  return `${api}/$default/${method}${path}`;
};

/**
 * Says in words what API Gateway refuses before the API is reached, and what would help; undefined for
 * every answer of the API itself.
 */
export const tellGatewayRefusal = (
  { status, text }: HttpAnswer,
  call: HttpRequest,
  { endpoint, profile }: { readonly endpoint: URL; readonly profile: string | undefined },
): { readonly code: string; readonly message: string } | undefined => {
  if (status !== 403) return undefined;
  const told = readError(text);
  if (told === undefined) return undefined;
  if (/expired|security token|signature/i.test(told)) {
    return {
      code: 'CredentialsExpired',
      message: `API Gateway takes the AWS credentials no more: ${told}. ${loginHint(profile)}`,
    };
  }
  return {
    code: 'Forbidden',
    message: `no policy lets you make this call (${told}): it wants execute-api:Invoke on …:${resourceOf(call, endpoint)}`,
  };
};
