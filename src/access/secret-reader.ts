import type { SecretStore } from './access-key.ts';

/** Secrets kept in memory at the most. */
const mostSecrets = 1000;

/**
 * Reads secrets and keeps them in memory. That is safe for ever, because a secret never changes: a
 * rotation makes a new one, and the key, read anew for each call, says which ones count.
 */
export const createSecretReader = (
  secrets: Pick<SecretStore, 'read'>,
): ((secretId: string) => Promise<string | undefined>) => {
  const known = new Map<string, string>();
  return async (secretId) => {
    const found = known.get(secretId);
    if (found !== undefined) return found;
    const secret = await secrets.read(secretId);
    if (secret === undefined) return undefined;
    const [oldest] = known.keys();
    if (known.size >= mostSecrets && oldest !== undefined) known.delete(oldest);
    known.set(secretId, secret);
    return secret;
  };
};
