import type { Page } from '../../../model/page.ts';
import type { Tags } from '../../../model/tags.ts';
import type { AccountRegion } from '../../call.ts';
import type { Arn } from '../arn.ts';
import { formatArn } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import type { Asking } from './asking.ts';

/** A resource as AWS shows it. */
export type Shown = {
  readonly id: string;
  readonly tags: Tags;
  /** What it hangs on, as far as its own description says so. */
  readonly parents: readonly Arn[];
};

/** What AWS tells of resources of one type that it was asked for by their ids. Those left out are gone. */
export type Described = {
  readonly shown: ReadonlyMap<string, Shown>;
  /** Those of which it cannot tell, and why; none unless given. */
  readonly untold?: ReadonlyMap<string, unknown>;
};

/** Lists ids of what hangs on a primary. @param id of the primary */
export type HeirLister = (
  id: string,
  cursor: string | undefined,
  asking: Asking,
) => Promise<Page<string>>;

/** How resources of one type are read, in one account and region. */
export type TypeReader = {
  /** @param ids at most 100 */
  readonly describe: (ids: readonly string[], asking: Asking) => Promise<Described>;
  readonly list: (cursor: string | undefined, asking: Asking) => Promise<Page<string>>;
  /** Type of the primary → what lists those that hang on one. */
  readonly heirs: Partial<Record<ResourceType, HeirLister>>;
  /** Type of the primary → what lists those that hang on any. Not what something was made of: that may be gone long since. */
  readonly hanging?: Partial<Record<ResourceType, TypeReader['list']>>;
  /** Lists those that hang on nothing, where an event may tell that an association ended and not whose. */
  readonly detached?: TypeReader['list'];
};

/** The ARN of a resource of the account and region that is asked. */
export const arnIn = ({ accountId, region }: AccountRegion, type: ResourceType, id: string): Arn =>
  formatArn({ type, region, accountId, id });

/** A tag as the services spell it, here or there with small letters. */
type AwsTag = { readonly Key?: string | undefined; readonly Value?: string | undefined };

/** Tags as most services list them. A tag without a value has an empty one. */
export const tagsIn = (tags: readonly AwsTag[] | undefined): Tags =>
  new Map(
    (tags ?? []).flatMap(({ Key: key, Value: value = '' }) =>
      key === undefined ? [] : [[key, value] as const],
    ),
  );

/** Those that AWS shows, by id; later ones of equal id win. */
export const byId = <S extends Shown>(shown: Iterable<S>): ReadonlyMap<string, S> =>
  new Map([...shown].map((each) => [each.id, each]));

/** Resources with parents beside those that their own descriptions name. */
export const withParents = <S extends Shown>(
  shown: Iterable<S>,
  othersOf: (each: S) => readonly Arn[] | undefined,
): ReadonlyMap<string, Shown> =>
  byId(
    [...shown].map((each) => ({
      ...each,
      parents: [...each.parents, ...(othersOf(each) ?? [])],
    })),
  );
