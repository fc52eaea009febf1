import { HeirtagError, NotFoundError } from '../../../model/errors.ts';
import { cursorExpired, type Page } from '../../../model/page.ts';
import type { Tags } from '../../../model/tags.ts';
import type { Fields } from '../../shapes.ts';
import type { ResourceType } from '../resource-types.ts';
import { itemsAt, numberAt, tagsOf, textAt } from './answers.ts';
import type { Ask } from './ask.ts';
import type { Parameters } from './client.ts';
import type { Operation } from './operations.ts';

/** What a resource says that it hangs on. */
export type ParentRef = {
  readonly type: ResourceType;
  readonly id: string;
  /** Its own region unless given. */
  readonly region?: string | undefined;
};

/** A resource as a list of the cloud shows it. */
export type Shown = {
  readonly id: string;
  readonly tags: Tags;
  readonly parents: readonly ParentRef[];
  /** The state in which nobody can say yet what it hangs on; undefined in all others. */
  readonly inBetween: string | undefined;
  /** All that the list says of it. */
  readonly fields: Fields;
};

/** How a list goes on after its first page. */
export type Paging =
  /** By a token that the page before gave. */
  | { readonly by: 'token'; readonly size: Parameters; readonly token: string }
  /** By numbers. `total`: where the answer says how many there are in all. */
  | {
      readonly by: 'number';
      readonly size: Parameters;
      readonly number: string;
      readonly total: readonly string[];
    }
  /** It does not. */
  | { readonly by: 'nothing' };

/** How resources of one type are read. */
export type Listing = {
  readonly operation: Operation;
  /** What every call of it says; `RegionId` unless given. @param region of the resources */
  readonly always?: (region: string) => Parameters;
  readonly paging: Paging;
  /** Where the list stands in the answer. */
  readonly path: readonly string[];
  /** Undefined for what is no resource of the type. */
  readonly idOf: (item: Fields) => string | undefined;
  /** Absent where it does not say what it hangs on. */
  readonly parentsOf?: (item: Fields) => readonly ParentRef[];
  /** True for a state in which nobody can say yet what a resource hangs on. */
  readonly isInBetween?: (status: string) => boolean;
  /** Resources that one call can be asked for; 20 unless given. */
  readonly mostIds?: number;
  /** Asks for some only; undefined where no resource can have such ids. */
  readonly only: (ids: readonly string[]) => Parameters | undefined;
  /** Asks for all that are in the same thing as one is; absent where they are in nothing. */
  readonly around?: (id: string) => Parameters | undefined;
  /** Absent where the product answers with an error when the permission is missing. */
  readonly emptiness?: Emptiness;
};

/** What tells a list that is empty from one that nobody may read. */
export type Emptiness =
  /** Without the permission it is empty, too: the operation takes `DryRun`. */
  | 'dry run'
  /** It may be empty, too, and the operation takes no dry run: nothing is shown although there must be some. */
  | 'company';

/** Some resources of a list, and how it goes on. */
export type ShownPage = Page<Shown>;

const shownBy = ({ idOf, parentsOf, isInBetween }: Listing, item: Fields) => {
  const id = idOf(item);
  if (id === undefined) return [];
  const status = textAt(item, 'Status') ?? '';
  return [
    {
      id,
      tags: tagsOf(item),
      parents: parentsOf?.(item) ?? [],
      inBetween: isInBetween?.(status) ? status : undefined,
      fields: item,
    },
  ];
};

const sizeOf = ({ size }: Exclude<Paging, { by: 'nothing' }>): number =>
  Number(Object.values(size)[0]);

/** What asks for a page. */
const pageParameters = (paging: Paging, cursor: string | undefined): Parameters => {
  switch (paging.by) {
    case 'token':
      return { ...paging.size, [paging.token]: cursor };
    case 'number':
      return { ...paging.size, [paging.number]: cursor?.split(' ')[0] ?? 1 };
    case 'nothing':
      return {};
  }
};

/** Page numbers shift when something goes away: a list that is not as long as it was begins again. */
const nextNumber = (
  paging: Extract<Paging, { by: 'number' }>,
  { answer, cursor, what }: { answer: unknown; cursor: string | undefined; what: string },
): string | undefined => {
  const total = numberAt(answer, ...paging.total) ?? 0;
  const [number = '1', totalBefore] = cursor?.split(' ') ?? [];
  if (totalBefore !== undefined && Number(totalBefore) !== total) throw cursorExpired(what);
  return Number(number) * sizeOf(paging) < total ? `${Number(number) + 1} ${total}` : undefined;
};

const nextOf = (
  paging: Paging,
  page: { readonly answer: unknown; readonly cursor: string | undefined; readonly what: string },
): string | undefined => {
  switch (paging.by) {
    case 'token':
      return textAt(page.answer, 'NextToken');
    case 'number':
      return nextNumber(paging, page);
    case 'nothing':
      return undefined;
  }
};

const saysTokenIsOver = (error: unknown): boolean =>
  error instanceof HeirtagError && /NextToken/i.test(error.code);

const inRegion = (RegionId: string): Parameters => ({ RegionId });

export type PageRequest = {
  readonly listing: Listing;
  readonly region: string;
  /** What narrows the list. */
  readonly filter: Parameters;
  readonly cursor: string | undefined;
  /** In plain words, for errors. */
  readonly what: string;
};

/**
 * Reads one page of a list.
 * @throws RetryableError `CursorExpired` when the list must begin again
 */
export const readPage = async (
  ask: Ask,
  { listing, region, filter, cursor, what }: PageRequest,
): Promise<ShownPage> => {
  const { operation, always = inRegion, paging, path } = listing;
  const parameters = { ...always(region), ...pageParameters(paging, cursor), ...filter };
  try {
    const answer = await ask({ operation, parameters, what });
    const items = itemsAt(answer, ...path).flatMap((item) => shownBy(listing, item));
    return { items, next: nextOf(paging, { answer, cursor, what }) };
  } catch (error) {
    if (cursor !== undefined && saysTokenIsOver(error)) throw cursorExpired(what, error);
    throw error;
  }
};

/** What hangs on something that is gone is nothing. */
export const orIfGone = async <T>(read: Promise<T>, nothing: T): Promise<T> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof NotFoundError) return nothing;
    throw error;
  }
};
