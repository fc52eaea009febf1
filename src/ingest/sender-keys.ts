import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import type { Clock } from '../model/clock.ts';
import { TerminalError } from '../model/errors.ts';

/** As many as a rotation needs, of several clouds' accounts. */
const most = 20;
const fewestCharacters = 16;

const texts = z._default(
  z.array(z.string().check(z.minLength(fewestCharacters))).check(z.maxLength(most)),
  [],
);

const keysSchema = z
  .strictObject({
    /** What a signed delivery must show beside its signature. */
    tokens: texts,
    /** What a delivery that is not signed must show. */
    apiKeys: texts,
  })
  .check(z.refine(({ tokens, apiKeys }) => tokens.length + apiKeys.length > 0));

/** What a stage and those who send it events know, and nobody else. */
export type SenderKeys = z.output<typeof keysSchema>;

const parse = (secret: string): SenderKeys | undefined => {
  try {
    return keysSchema.safeParse(JSON.parse(secret)).data;
  } catch {
    return undefined;
  }
};

/** @param name how messages name where they are kept @throws TerminalError `NoSenderKeys`, which tells nothing of what is kept there */
export const readSenderKeys = (secret: string | undefined, name: string): SenderKeys => {
  const keys = secret === undefined ? undefined : parse(secret);
  if (keys !== undefined) return keys;
  throw new TerminalError({
    code: 'NoSenderKeys',
    message: `${name} ${secret === undefined ? 'does not exist' : 'holds no keys of senders'}; expected JSON {"tokens": ["…"], "apiKeys": ["…"]}, one text at least, each of at least ${fewestCharacters} characters`,
  });
};

const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** True for one of some texts; how long it takes says nothing about them. */
export const isOneOf = (known: readonly string[], shown: string): boolean => {
  const digest = digestOf(shown);
  return known.map((each) => timingSafeEqual(digestOf(each), digest)).includes(true);
};

/** A change is taken over after this. Milliseconds. */
const believedMs = 60_000;

/** After it failed it is not tried again for so long, whoever asks. Milliseconds. */
const restMs = 5000;

/** Keeps what is read for a while, a failure for a shorter one. Whoever asks meanwhile waits for the same. */
export const keptFor = <T>(read: () => Promise<T>, clock: Clock): (() => Promise<T>) => {
  let kept: { readonly value: Promise<T>; until: number } | undefined;
  return () => {
    if (kept !== undefined && clock() < kept.until) return kept.value;
    const entry = { value: read(), until: clock() + believedMs };
    kept = entry;
    entry.value.catch(() => {
      entry.until = clock() + restMs;
    });
    return entry.value;
  };
};
