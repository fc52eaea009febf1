const width = 24;

/** A bar for a part done. @param part from 0 to 1 */
export const progressBar = (part: number): string => {
  const filled = Math.round(Math.min(1, Math.max(0, part)) * width);
  return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
};
