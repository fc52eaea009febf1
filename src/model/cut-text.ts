import { whenUsed } from './when-used.ts';

const characters = whenUsed(() => new Intl.Segmenter());

/** No character that somebody reads as one is longer; what is, is cut between code points. */
const longestCharacter = 64;

/**
 * Cuts a text that is longer, between whole characters: no half of a surrogate pair, no letter without
 * its accent.
 * @param most UTF-16 code units that may stay
 */
export const cutText = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const start = Math.max(0, most - longestCharacter);
  const around = characters().segment(text.slice(start, most + longestCharacter));
  const end = start + (around.containing(most - start)?.index ?? 0);
  if (end > start) return text.slice(0, end);
  return text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
};
