import type { Clock } from '../model/clock.ts';
import { type AccessKey, type AccessKeyStore, hasExpired, type SecretStore } from './access-key.ts';

/** Keeps no secret that no key can use any more: each costs money by the month. */
export type SecretUpkeep = {
  /** Removes secrets of keys that expired, were revoked or rotated. @returns how many went */
  readonly removeUnused: () => Promise<number>;
  /** Removes the secrets of all keys, for good. @returns how many went */
  readonly removeAll: () => Promise<number>;
};

export type SecretUpkeepDeps = {
  readonly keys: Pick<AccessKeyStore, 'read'>;
  readonly secrets: Pick<SecretStore, 'list' | 'delete'>;
  readonly clock: Clock;
};

/** A secret is kept before its key is stored: a young one without a key may still get it. */
const graceMs = 86_400_000;

/** True when the key may sign with this secret, now or later. */
const isUsable = (key: AccessKey | undefined, secretId: string, now: number): boolean => {
  if (key === undefined || key.status === 'revoked' || hasExpired(key, now)) return false;
  const { secret, previous } = key;
  if (secret.secretId === secretId) return true;
  return previous?.secretId === secretId && now < Date.parse(previous.validUntil);
};

/** Opens the upkeep of the secrets of access keys. Secrets are named `<access key id>/<random>`. */
export const createSecretUpkeep = ({ keys, secrets, clock }: SecretUpkeepDeps): SecretUpkeep => {
  const isUnused = async (secretId: string, createdAt: number | undefined): Promise<boolean> => {
    const now = clock();
    if (createdAt !== undefined && now - createdAt < graceMs) return false;
    const [accessKeyId = ''] = secretId.split('/');
    return !isUsable(await keys.read(accessKeyId), secretId, now);
  };

  return {
    removeUnused: async () => {
      let removed = 0;
      for (const { secretId, createdAt } of await secrets.list()) {
        if (!(await isUnused(secretId, createdAt))) continue;
        await secrets.delete(secretId);
        removed += 1;
      }
      return removed;
    },
    removeAll: async () => {
      const all = await secrets.list();
      for (const { secretId } of all) await secrets.delete(secretId);
      return all.length;
    },
  };
};
