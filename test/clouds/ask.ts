import type { Arn } from '../../src/clouds/arn.ts';
import {
  type CloudProvider,
  patientCall,
  type Resource,
  type Sights,
  type TagChange,
  type TagWrite,
  type WriteResult,
} from '../../src/clouds/provider.ts';
import { seenIn } from '../../src/clouds/sights.ts';
import type { Page } from '../../src/model/page.ts';
import type { Tags } from '../../src/model/tags.ts';

/** A resource as a cloud shows it; undefined when it is gone. */
export const resourceIn = async (
  cloud: Pick<CloudProvider, 'describe'>,
  arn: Arn,
): Promise<Resource | undefined> => seenIn(await cloud.describe([arn], patientCall), arn);

/** A resource's tags. */
export const tagsIn = async (
  cloud: Pick<CloudProvider, 'describe'>,
  arn: Arn,
): Promise<Tags | undefined> => (await resourceIn(cloud, arn))?.tags;

/** The answer of a cloud that has some of the resources that it was asked for. */
export const sightsOf = (arns: readonly Arn[], resources: Iterable<Resource>): Sights => {
  const there = new Map([...resources].map((resource) => [resource.arn, resource]));
  return new Map(
    arns.map((arn) => {
      const resource = there.get(arn);
      return [arn, resource === undefined ? { kind: 'gone' } : { kind: 'present', resource }];
    }),
  );
};

/** Everything in a listing. @param list reads one page */
export const allPages = async <T>(
  list: (cursor: string | undefined) => Promise<Page<T>>,
): Promise<readonly T[]> => {
  const found: T[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await list(cursor);
    found.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return found;
};

/** A change of one resource. */
export const changeOf = (
  arn: Arn,
  { set = new Map(), remove = [] }: Partial<Omit<TagChange, 'arn'>>,
): TagChange => ({ arn, set, remove });

/** Changes that may be sent at any time. */
export const writesOf = (changes: readonly TagChange[]): readonly TagWrite[] =>
  changes.map((change) => ({ ...change, assertMaySend: () => {} }));

/** A change that was made. */
export const written: WriteResult = { refused: new Map(), failed: new Map() };

/** A change of which nothing was made. */
export const failedWith = ({ set, remove }: TagChange, error: unknown): WriteResult => ({
  refused: new Map(),
  failed: new Map([...set.keys(), ...remove].map((key) => [key, error])),
});
