import { createHash } from 'node:crypto';
import { type Clock, isoTime } from '../model/clock.ts';
import { cutText } from '../model/cut-text.ts';
import { ConflictError, NotFoundError } from '../model/errors.ts';
import {
  type AccessKey,
  type AccessKeyStore,
  type AccessRights,
  hasExpired,
  type SecretStore,
} from './access-key.ts';

/** A key and its secret, told once: when the secret is made. */
export type IssuedKey = {
  readonly key: AccessKey;
  readonly accessKeySecret: string;
  /** Goes with each call of a temporary key; null for others. */
  readonly securityToken: string | null;
};

export type NewKey = {
  readonly accountId: string;
  readonly rights: AccessRights;
  readonly description: string;
  /** Makes a temporary key with a security token, as STS does; null makes a lasting one. */
  readonly temporaryHours: number | null;
  /** Who asks, for the record. */
  readonly principal: string;
};

/** A key of an account; keys of others are not seen. */
export type NamedKey = { readonly accountId: string; readonly accessKeyId: string };

export type Rotation = NamedKey & {
  /** How long the old secret still counts; 0 ends it at once. */
  readonly graceHours: number;
};

/** Making, listing, rotating and revoking the keys that sign calls of the Tag API. */
export type AccessKeys = {
  readonly create: (request: NewKey) => Promise<IssuedKey>;
  readonly list: AccessKeyStore['list'];
  /** Gives a key a new secret. @throws NotFoundError when there is no such key, or it is revoked */
  readonly rotate: (request: Rotation) => Promise<IssuedKey>;
  /** Ends a key for ever; again is no error. @throws NotFoundError when there never was such a key */
  readonly revoke: (named: NamedKey) => Promise<AccessKey>;
};

export type AccessKeysDeps = {
  readonly keys: AccessKeyStore;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** Unguessable letters and digits. @param length how many */
  readonly randomText: (length: number) => string;
};

const hourMs = 3_600_000;
const maxAttempts = 5;

/** SHA-256 of a security token, in hexadecimal: enough to know it again. */
export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('hex');

const notFound = (accessKeyId: string, problem: string): NotFoundError =>
  new NotFoundError({
    code: 'AccessKeyNotFound',
    message: `the access key ${cutText(accessKeyId, 100)} ${problem}`,
  });

/** Opens the use cases. */
export const createAccessKeys = (deps: AccessKeysDeps): AccessKeys => {
  const { keys, secrets, clock, randomText } = deps;

  /** Keeps a new secret before any key names it: a crash in between leaves one that nobody can use. */
  const keepSecret = async (accessKeyId: string) => {
    const secretId = `${accessKeyId}/${randomText(16)}`;
    const accessKeySecret = randomText(40);
    await secrets.create(secretId, accessKeySecret);
    return { secretId, accessKeySecret };
  };

  const existing = async ({ accountId, accessKeyId }: NamedKey): Promise<AccessKey> => {
    const key = await keys.read(accessKeyId);
    if (key?.accountId === accountId) return key;
    throw notFound(accessKeyId, `does not exist in account ${accountId}`);
  };

  /** Decides on what is stored, and stores it unless somebody else did meanwhile; then decides anew. */
  const change = async (
    named: NamedKey,
    decide: (current: AccessKey) => AccessKey,
  ): Promise<{ readonly before: AccessKey; readonly after: AccessKey }> => {
    for (let attempt = 1; ; attempt += 1) {
      const before = await existing(named);
      const decided = decide(before);
      const after = { ...decided, version: before.version + 1, updatedAt: isoTime(clock()) };
      try {
        await keys.replace(after);
        return { before, after };
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
      }
    }
  };

  return {
    create: async ({ temporaryHours, principal, ...chosen }) => {
      const accessKeyId = `${temporaryHours === null ? 'HTAK' : 'STS.'}${randomText(20)}`;
      const { secretId, accessKeySecret } = await keepSecret(accessKeyId);
      const securityToken = temporaryHours === null ? null : randomText(64);
      const now = isoTime(clock());
      const key: AccessKey = {
        ...chosen,
        accessKeyId,
        status: 'active',
        secret: { secretId },
        previous: null,
        tokenHash: securityToken === null ? null : hashToken(securityToken),
        expiresAt: temporaryHours === null ? null : isoTime(clock() + temporaryHours * hourMs),
        version: 1,
        createdAt: now,
        createdBy: principal,
        updatedAt: now,
      };
      await keys.create(key);
      return { key, accessKeySecret, securityToken };
    },

    list: keys.list,

    rotate: async ({ graceHours, ...named }) => {
      const { accessKeyId } = named;
      const key = await existing(named);
      if (key.status === 'revoked') throw notFound(accessKeyId, 'is revoked; make a new one');
      if (hasExpired(key, clock())) {
        throw notFound(accessKeyId, `has expired at ${key.expiresAt}; make a new one`);
      }
      const { secretId, accessKeySecret } = await keepSecret(accessKeyId);
      const { before, after } = await change(named, (current) => {
        if (current.status === 'revoked') throw notFound(accessKeyId, 'was revoked meanwhile');
        const validUntil = isoTime(clock() + graceHours * hourMs);
        const previous = graceHours === 0 ? null : { ...current.secret, validUntil };
        return { ...current, secret: { secretId }, previous };
      });
      if (before.previous !== null) await secrets.delete(before.previous.secretId);
      if (after.previous === null) await secrets.delete(before.secret.secretId);
      return { key: after, accessKeySecret, securityToken: null };
    },

    revoke: async (named) => {
      const { before, after } = await change(named, (current) => ({
        ...current,
        status: 'revoked',
      }));
      await secrets.delete(before.secret.secretId);
      if (before.previous !== null) await secrets.delete(before.previous.secretId);
      return after;
    },
  };
};
