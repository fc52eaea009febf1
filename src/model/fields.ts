import * as z from 'zod/mini';

// What items and messages have in common is made once: each schema costs time at every cold start.

/** Any text. */
export const text = z.string();
/** Any text, or null for none. */
export const textOrNull = z.nullable(text);
/** A list of texts. */
export const texts = z.array(text);
/** A whole number from 0 on. */
export const count = z.int().check(z.nonnegative());
/** Version of what was written at least once. */
export const version = z.int().check(z.positive());
