import type { Page } from '../model/page.ts';

/** `full` may do everything, `readOnly` may only list. */
export const accessRights = ['full', 'readOnly'] as const;
export type AccessRights = (typeof accessRights)[number];

/** One secret of a key: its name in the secret store. Secrets never change; a rotation makes a new one. */
export type SecretRef = { readonly secretId: string };

/** A key that signs calls of the Tag API, without its secret. */
export type AccessKey = {
  readonly accessKeyId: string;
  /** The account whose rules and resources it manages. */
  readonly accountId: string;
  readonly rights: AccessRights;
  /** What it is for; may be empty. */
  readonly description: string;
  readonly status: 'active' | 'revoked';
  readonly secret: SecretRef;
  /** The secret before the last rotation; it counts until then. ISO 8601, UTC. */
  readonly previous: (SecretRef & { readonly validUntil: string }) | null;
  /** For temporary keys: SHA-256 of the security token that goes with each call, in hexadecimal. */
  readonly tokenHash: string | null;
  /** When a temporary key ends; null for others. ISO 8601, UTC. */
  readonly expiresAt: string | null;
  /** Each change adds 1. */
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly createdBy: string;
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
};

/** True for a temporary key that has ended. @param now milliseconds since the epoch */
export const hasExpired = ({ expiresAt }: Pick<AccessKey, 'expiresAt'>, now: number): boolean =>
  expiresAt !== null && now >= Date.parse(expiresAt);

export type AccessKeyListing = {
  readonly accountId: string;
  /** `next` of the page before. */
  readonly cursor: string | undefined;
  readonly limit: number;
};

/** Durable facts about keys; the secrets are elsewhere. Reads are strong. */
export type AccessKeyStore = {
  readonly read: (accessKeyId: string) => Promise<AccessKey | undefined>;
  /** @throws ConflictError when a key of this id exists */
  readonly create: (key: AccessKey) => Promise<void>;
  /** Stores the next version of a key. @throws ConflictError when somebody changed it meanwhile */
  readonly replace: (next: AccessKey) => Promise<void>;
  /** Lists an account's keys in the order of their ids, in pages. */
  readonly list: (listing: AccessKeyListing) => Promise<Page<AccessKey>>;
};

/** A secret that is kept, without what it says. */
export type KeptSecret = {
  readonly secretId: string;
  /** Milliseconds since the epoch; undefined where the store does not know. */
  readonly createdAt: number | undefined;
};

/** Where secrets are kept, apart from everything else. */
export type SecretStore = {
  /** A secret; undefined when there is none of this name. */
  readonly read: (secretId: string) => Promise<string | undefined>;
  /** Keeps a new secret. */
  readonly create: (secretId: string, secret: string) => Promise<void>;
  /** Forgets a secret; an absent one is no error. */
  readonly delete: (secretId: string) => Promise<void>;
  /** All that are kept, in any order. */
  readonly list: () => Promise<readonly KeptSecret[]>;
};
