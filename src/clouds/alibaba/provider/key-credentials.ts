import * as z from 'zod/mini';
import type { Clock } from '../../../model/clock.ts';
import { AccessDeniedError } from '../../../model/errors.ts';
import type { FetchCredentials } from './credentials.ts';

export type KeyCredentialsOptions = {
  readonly accountId: string;
  /** Name of the secret. */
  readonly secretId: string;
  /** @returns undefined when there is no secret of this name */
  readonly readSecret: (secretId: string) => Promise<string | undefined>;
  readonly clock: Clock;
};

/** A rotated key is taken over after this at the latest. Milliseconds. */
const believedMs = 15 * 60_000;

const given = z.string().check(z.minLength(1));
const keySchema = z.object({ accessKeyId: given, accessKeySecret: given });

const keyOf = (secret: string): z.infer<typeof keySchema> | undefined => {
  try {
    return keySchema.safeParse(JSON.parse(secret)).data;
  } catch {
    return undefined;
  }
};

/** Reads an access key of a RAM user from a store of secrets. */
export const keyCredentials =
  ({ accountId, secretId, readSecret, clock }: KeyCredentialsOptions): FetchCredentials =>
  async () => {
    const secret = await readSecret(secretId);
    const key = secret === undefined ? undefined : keyOf(secret);
    if (key === undefined) {
      // What the secret says is never told, whatever it is.
      throw new AccessDeniedError({
        code: 'NoAccessKey',
        message: `the secret ${secretId} of account ${accountId} ${secret === undefined ? 'does not exist' : 'is not an access key'}; expected JSON {"accessKeyId": "…", "accessKeySecret": "…"}`,
        scope: 'account',
      });
    }
    return { credentials: { ...key, securityToken: undefined }, until: clock() + believedMs };
  };
