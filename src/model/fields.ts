import * as z from 'zod/mini';

// Made once for all items and messages: each schema costs time at every cold start.

export const text = z.string();
export const textOrNull = z.nullable(text);
export const texts = z.array(text);
/** How many there are of something. */
export const count = z.int().check(z.nonnegative());
/** Version of what was written at least once. */
export const version = z.int().check(z.positive());
