import * as z from 'zod/mini';
import { AccessDeniedError, RetryableError } from '../../../model/errors.ts';
import { text } from '../../../model/fields.ts';
import { classOf, type ErrorAnswer } from '../errors.ts';
import { type Client, CloudAnswerError } from './client.ts';
import type { FetchCredentials } from './credentials.ts';
import { operations } from './operations.ts';

/** A RAM role that trusts an identity provider outside of the cloud. */
export type TrustedRole = {
  /** `acs:ram::<account>:role/<name>` */
  readonly roleArn: string;
  /** `acs:ram::<account>:oidc-provider/<name>` */
  readonly identityProviderArn: string;
};

export type RoleCredentialsOptions = TrustedRole & {
  /** What the audit trail calls us; 2 to 64 characters. */
  readonly sessionName: string;
  /** A token that says who we are to whoever trusts its issuer. */
  readonly webIdentityToken: () => Promise<string>;
  /** Does not sign. */
  readonly client: Client;
  /** Where the role is assumed. */
  readonly region: string;
};

/** What a role is assumed for. Seconds; no role may be set to allow less. */
const sessionSeconds = 3600;

/** The longest that this may take. Milliseconds. */
const patienceMs = 10_000;

const assumedSchema = z.object({
  Credentials: z.object({
    AccessKeyId: text,
    AccessKeySecret: text,
    SecurityToken: text,
    Expiration: text,
  }),
});

/** Throttles and outages pass; all else stays until somebody changes the role, and concerns the whole account. */
const refusal = (
  { roleArn }: TrustedRole,
  { code, message, httpStatus }: ErrorAnswer,
): AccessDeniedError | RetryableError => {
  const told = {
    code,
    message: `assuming ${roleArn} by AssumeRoleWithOIDC answered ${code}: ${message}`,
  };
  const known = classOf(code);
  const mayPass = known === 'throttled' || known === 'retryable' || httpStatus >= 500;
  return mayPass ? new RetryableError(told) : new AccessDeniedError({ ...told, scope: 'account' });
};

/**
 * Fetches credentials of a RAM role by a token of another identity provider: nobody keeps a key.
 * @see https://www.alibabacloud.com/help/en/ram/api-assumerolewithoidc
 */
export const roleCredentials =
  (options: RoleCredentialsOptions): FetchCredentials =>
  async () => {
    const { roleArn, identityProviderArn, sessionName, webIdentityToken, client, region } = options;
    const parameters = {
      OIDCProviderArn: identityProviderArn,
      RoleArn: roleArn,
      OIDCToken: await webIdentityToken(),
      RoleSessionName: sessionName,
      DurationSeconds: sessionSeconds,
    };
    const call = { operation: operations.assumeRole, region, parameters };
    try {
      const { result } = await client(call, AbortSignal.timeout(patienceMs));
      const { Credentials } = assumedSchema.parse(result);
      const { AccessKeyId, AccessKeySecret, SecurityToken, Expiration } = Credentials;
      return {
        credentials: {
          accessKeyId: AccessKeyId,
          accessKeySecret: AccessKeySecret,
          securityToken: SecurityToken,
        },
        until: Date.parse(Expiration),
      };
    } catch (error) {
      throw error instanceof CloudAnswerError ? refusal(options, error.answer) : error;
    }
  };
