import { eventReaders } from '#clouds';
import type { NamedPattern } from './cloud.ts';
import { allRegions, type HandledRegions, regionsOfCloud } from './regions.ts';

export type { NamedPattern } from './cloud.ts';

/** Who writes tags in simulated clouds: nobody but this service. */
export const simulatedCallers: readonly string[] = eventReaders.flatMap(
  (reader) => reader.simulatedCallers,
);

/**
 * The bus rules' patterns of all clouds. Each cloud derives its own from its rules: there is no second list.
 * @param regions those to let through
 * @param ownCallers who can only be this service: what they did is kept out, see
 * docs/decisions/0035-whoever-changes-tags-sends-heirs-on.md
 */
export const eventPatterns = (
  regions: HandledRegions = allRegions,
  ownCallers: readonly string[] = [],
): readonly NamedPattern[] =>
  eventReaders.flatMap(({ cloud, patterns }) => {
    const own = [...regionsOfCloud(regions, cloud)];
    return own.length === 0 ? [] : patterns(own, ownCallers);
  });
