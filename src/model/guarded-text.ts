import * as z from 'zod/mini';

/**
 * A text that a guard accepts, typed as the guard says.
 * @param complaint about anything else, such as `is not the ARN of a known resource`
 */
export const guardedText = <T extends string>(
  isText: (text: string) => text is T,
  complaint: string,
) => z.custom<T>((value) => typeof value === 'string' && isText(value), complaint);
