import type { SecretStore } from '../../src/access/access-key.ts';

/** Secrets in memory. */
export const memorySecrets = (): SecretStore => {
  const secrets = new Map<string, string>();
  return {
    read: async (secretId) => secrets.get(secretId),
    create: async (secretId, secret) => {
      secrets.set(secretId, secret);
    },
    delete: async (secretId) => {
      secrets.delete(secretId);
    },
    list: async () => [...secrets.keys()].map((secretId) => ({ secretId, createdAt: undefined })),
  };
};
