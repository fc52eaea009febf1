import { timingSafeEqual } from 'node:crypto';
import type { Parameters } from './parameters.ts';

/** A request as it came in. */
export type RawRequest = {
  readonly method: string;
  readonly path: string;
  /** What stands after `?`, as it was sent. */
  readonly query: string;
  /** @param name in small letters */
  readonly header: (name: string) => string | undefined;
  /** In small letters. */
  readonly headerNames: readonly string[];
  readonly body: Uint8Array;
};

/** A request taken apart by one of the two protocols; its signature is not checked yet. */
export type SignedRequest = {
  readonly action: string;
  readonly version: string;
  readonly accessKeyId: string;
  readonly nonce: string;
  /** As it was sent. */
  readonly timestamp: string;
  readonly securityToken: string | undefined;
  /** The signature that came with it, as it is spelled. */
  readonly signature: string;
  /** The signature it should have. */
  readonly sign: (secret: string) => string;
  /**
   * What was signed, for a message to whoever writes a client. Long to make: only when the time is right
   * and the key known.
   */
  readonly signedText: () => string;
  /** Parameters of the action, without those of the protocol. */
  readonly parameters: Parameters;
};

/**
 * Compares in a time that tells nothing about where the two differ. The spelling counts: base64 has
 * several for one value.
 */
export const isSignedWith = (
  { signature, sign }: Pick<SignedRequest, 'signature' | 'sign'>,
  secret: string,
): boolean => {
  const expected = Buffer.from(sign(secret));
  const given = Buffer.from(signature);
  return given.byteLength === expected.byteLength && timingSafeEqual(given, expected);
};
