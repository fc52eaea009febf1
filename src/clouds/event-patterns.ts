import { eventReaders } from '#clouds';
import type { NamedPattern } from './cloud.ts';
import { supportedRegions } from './regions.ts';

export type { NamedPattern } from './cloud.ts';

/**
 * The bus rules' patterns of all clouds. Each cloud derives its own from its rules: there is no second list.
 * @param regions ids of the regions to let through
 */
export const eventPatterns = (
  regions: readonly string[] = [...supportedRegions.keys()],
): readonly NamedPattern[] => eventReaders.flatMap(({ patterns }) => patterns(regions));
