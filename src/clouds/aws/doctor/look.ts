import type { AccountRegion } from '../../call.ts';
import { type Finding, unknown } from '../../doctor.ts';
import { classOf, failureOf } from '../provider/errors.ts';

/** Where something is looked at, as it is told. */
export const placeOf = ({ accountId, region }: AccountRegion): string =>
  `account ${accountId}, ${region}`;

/** One thing that is looked at. */
export type Look = {
  readonly check: string;
  readonly where: string;
  /** Whoever lacks it cannot look: `cloudtrail:DescribeTrails`. */
  readonly permission: string;
};

/** A call that failed where somebody looked, and what it needed. */
class Unseen extends Error {
  readonly permission: string;

  constructor(permission: string, cause: unknown) {
    super(`a call that needs ${permission} failed`, { cause });
    this.permission = permission;
  }
}

/** Makes a call that needs a permission of its own. @throws what `looking` tells */
export const needing = async <T>(permission: string, call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (thrown) {
    throw thrown instanceof Unseen ? thrown : new Unseen(permission, thrown);
  }
};

const isDenied = (code: string): boolean => classOf(code) === 'access denied';

const tellUnseen = ({ check, where, permission }: Look, thrown: unknown): Finding => {
  const lacking = thrown instanceof Unseen ? thrown.permission : permission;
  const { code, message } = failureOf(thrown instanceof Unseen ? thrown.cause : thrown);
  return unknown(check, where, {
    says: `${code}: ${message.split('\n', 1)[0]}`,
    mend: isDenied(code)
      ? `Look again with credentials that may ${lacking} there.`
      : `Look again; it asked for ${lacking} there.`,
  });
};

/** Looks at something; whatever keeps it from that is a finding of its own. */
export const looking = async (
  look: Look,
  examine: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> => {
  try {
    return await examine();
  } catch (thrown) {
    return [tellUnseen(look, thrown)];
  }
};

/** True for what AWS answers when what was asked for is not there. */
export const isMissing = (thrown: unknown): boolean => {
  const { code } = failureOf(thrown instanceof Unseen ? thrown.cause : thrown);
  return /^NoSuch(Entity|Resource)|NotFound|QueueDoesNotExist|NonExistentQueue/.test(code);
};

/** AWS answered, and left out what it was asked for. @param what as in "AWS did not say …" */
export const unsaid = (check: string, where: string, what: string): Finding =>
  unknown(check, where, {
    says: `AWS did not say ${what}`,
    mend: 'Look at it in the console of Service Quotas, or look again.',
  });
