import { cloudOfAccount } from '../clouds/accounts.ts';
import { type Arn, formatArn, isArn } from '../clouds/arn.ts';
import type { CloudReads } from '../clouds/provider.ts';
import { type HandledRegions, regionsOfCloud } from '../clouds/regions.ts';
import { factsOf, type ResourceType } from '../clouds/resource-types.ts';
import type { History, TimeRange } from '../history/history.ts';
import { inChunks } from '../model/chunks.ts';

/** What one `describe` takes. */
const describedAtOnce = 100;

/** Queries at the same time. */
const queriedAtOnce = 50;

type Named = { readonly accountId: string; readonly name: string };

/** What is looked through. */
export type FindDeps = {
  readonly cloud: Pick<CloudReads, 'describe'>;
  readonly history: Pick<History, 'ofResource'>;
  /** Where the cloud is asked: elsewhere nothing inherits, and the stage may not look. */
  readonly regions: HandledRegions;
};

/** Ids that a name may stand for: itself, and what is behind the type in `disk/d-1`. */
const idsIn = (name: string, type: ResourceType): readonly string[] => {
  const start = `${factsOf(type).shortName}/`;
  return name.startsWith(start) ? [name, name.slice(start.length)] : [name];
};

/** Types that a name could be of: one where ids say it, else all. */
const typesOf = ({ accountId, name }: Named): readonly ResourceType[] => {
  const { resourceTypes } = cloudOfAccount(accountId);
  const own = [...resourceTypes].find(([, { ownIds }]) => ownIds?.test(name) === true);
  return own === undefined ? [...resourceTypes.keys()] : [own[0]];
};

/** Every resource of some regions that a name could mean, of each type. */
const candidatesIn = (regions: readonly string[], named: Named): readonly Arn[] => {
  const { accountId, name } = named;
  return typesOf(named).flatMap((type) =>
    regions.flatMap((region) =>
      idsIn(name, type)
        .map((id) => formatArn({ type, region, accountId, id }))
        .filter(isArn),
    ),
  );
};

/**
 * Finds an account's resources by an id alone (`d-1`), or by type and id (`disk/d-1`), in the regions
 * that are handled: those that the cloud has; when it has none, those that the history knows, in whichever region.
 * @returns more than one where the id is not unique
 * @throws why the cloud cannot tell, when nobody knows such a resource
 */
export const findResources = async (
  { cloud, history, regions }: FindDeps,
  named: Named,
  range: TimeRange,
): Promise<readonly Arn[]> => {
  const { name: cloudName, regions: all } = cloudOfAccount(named.accountId);
  const handled = regionsOfCloud(regions, cloudName);
  const found: Arn[] = [];
  const untold: unknown[] = [];
  for (const arns of inChunks(candidatesIn([...handled], named), describedAtOnce)) {
    for (const [arn, sight] of await cloud.describe(arns)) {
      if (sight.kind === 'present') found.push(arn);
      if (sight.kind === 'cannot-tell') untold.push(sight.error);
    }
  }
  if (found.length > 0) return found;
  const isKnown = async (arn: Arn): Promise<readonly Arn[]> => {
    const { items } = await history.ofResource(arn, range, { cursor: undefined, limit: 1 });
    return items.length > 0 ? [arn] : [];
  };
  for (const arns of inChunks(candidatesIn([...all.keys()], named), queriedAtOnce)) {
    found.push(...(await Promise.all(arns.map(isKnown))).flat());
  }
  if (found.length === 0 && untold.length > 0) throw untold[0];
  return found;
};
