import type { EC2Client, Filter } from '@aws-sdk/client-ec2';
import { allItems, type Page } from '../../../model/page.ts';
import type { AccountRegion } from '../../call.ts';
import { typeOf } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import type { Asking, SendOptions } from './asking.ts';
import { arnIn, byId, type HeirLister, type Shown, type TypeReader } from './reader.ts';
import { inStages } from './stages.ts';

/** What a describe call of EC2 is asked. */
export type Ec2Question = {
  readonly Filters: Filter[] | undefined;
  readonly MaxResults: number;
  readonly NextToken: string | undefined;
};

/** A page of what a describe call shows. */
export type Ec2Answer<Item> = {
  readonly items: readonly Item[] | undefined;
  readonly next: string | undefined;
};

/** What one describe call of EC2 can be asked, and how its answers are read. */
export type Ec2Listing<Item, S extends Shown> = {
  /** As `ec2:<operation>`. */
  readonly api: string;
  /** In plain words: "volumes". */
  readonly what: string;
  /** The filter by id: unlike a list of ids it leaves out whom it does not find, and fails for nobody. */
  readonly idFilter: string;
  readonly send: (
    client: EC2Client,
    question: Ec2Question,
    options: SendOptions,
  ) => Promise<Ec2Answer<Item>>;
  /** Undefined for what is gone although it is still shown, or is not the account's own. */
  readonly show: (item: Item, at: AccountRegion) => S | undefined;
};

/** The largest page. */
const pageSize = 1000;

/** How one type of EC2 is asked. */
export type Ec2Asked<S extends Shown> = Pick<TypeReader, 'describe' | 'list'> & {
  /** Those of some ids. */
  readonly byIds: (ids: readonly string[], asking: Asking) => Promise<ReadonlyMap<string, S>>;
  /** One page of those that pass some filters. */
  readonly page: (
    filters: readonly Filter[],
    cursor: string | undefined,
    asking: Asking,
  ) => Promise<Page<S>>;
  /** All of those. */
  readonly all: (filters: readonly Filter[], asking: Asking) => Promise<readonly S[]>;
  /** Lists those that hang on any primary of a type, as their own descriptions say. */
  readonly hangingOn: (primary: ResourceType) => TypeReader['list'];
  /**
   * Lists those that hang on a primary, as their own descriptions say.
   * @param filtersOf finds what may hang on one of that id; several times where there are several signs of it
   */
  readonly heirsOf: (
    primary: ResourceType,
    filtersOf: (id: string) => readonly (readonly Filter[])[],
  ) => HeirLister;
};

/** One filter of a describe call. */
export const filterBy = (name: string, ...values: readonly string[]): Filter => ({
  Name: name,
  Values: [...values],
});

const tell = (filters: readonly Filter[]): string =>
  filters.map(({ Name, Values }) => `${Name} ${(Values ?? []).join(', ')}`).join(' and ');

/** The ids of a page. */
export const idsOf = ({ items, next }: Page<Shown>): Page<string> => ({
  items: items.map(({ id }) => id),
  next,
});

/** True for what hangs on something of a type. */
export const hangsOn = ({ parents }: Shown, primary: ResourceType): boolean =>
  parents.some((parent) => typeOf(parent) === primary);

/** Opens a describe call of EC2. */
export const askEc2 = <Item, S extends Shown = Shown>({
  api,
  what,
  idFilter,
  send,
  show,
}: Ec2Listing<Item, S>): Ec2Asked<S> => {
  const page: Ec2Asked<S>['page'] = async (filters, cursor, asking) => {
    const question = {
      Filters: filters.length === 0 ? undefined : [...filters],
      MaxResults: pageSize,
      NextToken: cursor,
    };
    const { items = [], next } = await asking.ask(
      { api, what: `listing ${what} by ${tell(filters) || 'no filter'}`, cursor },
      (options) => send(asking.clients.ec2(), question, options),
    );
    return { items: items.flatMap((item) => show(item, asking) ?? []), next: next || undefined };
  };

  // A page may be short, or empty, and not the last.
  const all: Ec2Asked<S>['all'] = async (filters, asking) => [
    ...(await allItems((cursor) => page(filters, cursor, asking))),
  ];

  const byIds: Ec2Asked<S>['byIds'] = async (ids, asking) =>
    byId(await all([filterBy(idFilter, ...ids)], asking));

  return {
    page,
    all,
    byIds,
    describe: async (ids, asking) => ({ shown: await byIds(ids, asking) }),
    list: async (cursor, asking) => idsOf(await page([], cursor, asking)),
    hangingOn: (primary) => async (cursor, asking) => {
      const { items, next } = await page([], cursor, asking);
      return idsOf({ items: items.filter((item) => hangsOn(item, primary)), next });
    },
    heirsOf: (primary, filtersOf) => (id, cursor, asking) =>
      inStages(filtersOf(id), cursor, async (filters, inner) => {
        const arn = arnIn(asking, primary, id);
        const { items, next } = await page(filters, inner, asking);
        return idsOf({ items: items.filter(({ parents }) => parents.includes(arn)), next });
      }),
  };
};
