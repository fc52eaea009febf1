import type { Touched, Unnamed } from '../clouds/reading.ts';
import { isHandled } from '../clouds/regions.ts';
import { type Eyes, mayConcern } from '../engine/observe.ts';
import { allItems } from '../model/page.ts';

/** Those that an event means, of one type in one account and region. */
const meantAt = async (
  { cloud, ledger, settings, regions }: Eyes,
  meant: Unnamed,
): Promise<readonly Touched[]> => {
  const { detached } = cloud;
  const { type, accountId, region } = meant;
  if (detached === undefined || !isHandled(regions, meant)) return [];
  if (!mayConcern(await settings.read(accountId), type)) return [];
  const free = await allItems((cursor) => detached({ accountId, region }, type, cursor));
  const records = await ledger.readMany([...free]);
  return records
    .filter(({ entries, intent }) => entries.size > 0 || intent !== null)
    .map(({ arn }) => ({ arn, isGone: false }));
};

/**
 * Resources that an event may mean without naming them: it names an association of theirs that ended. They are
 * those that hang on nothing now, and that inherited something: the others have nothing to lose.
 */
export const meantBy = async (
  eyes: Eyes,
  unnamed: readonly Unnamed[] = [],
): Promise<readonly Touched[]> =>
  (await Promise.all(unnamed.map((each) => meantAt(eyes, each)))).flat();
