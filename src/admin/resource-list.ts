import { type Arn, parseArn, typeOf } from '../clouds/arn.ts';
import { ruleBetween } from '../clouds/catalogue.ts';
import { comesFirst } from '../ledger/heir-rows.ts';
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts';
import { invalidCursor, type Page } from '../model/page.ts';
import { fits, primariesUnder, type ResourceFilter } from './resource-filter.ts';

/** Rows that one call looks at, and pages of rows that it reads, some of which are empty, at the most. */
const most = { looked: 1000, reads: 32 } as const;

const rowsPerRead = 100;

/** A resource that a look-up row names. */
type Row = {
  readonly resource: Arn;
  /** Cursor of its source that goes on after it. */
  readonly at: string;
  /** False where another row of the same resource tells it, or the row is left over. */
  readonly tells: (record: LedgerRecord) => boolean;
};

type PageOf = { readonly cursor: string | undefined; readonly limit: number };

/** Where resources are found; each of them is told by one row of one source. */
type Source = { readonly name: string; readonly read: (page: PageOf) => Promise<Page<Row>> };

/** What some resources came to. */
export type ResourcePage = {
  readonly records: readonly LedgerRecord[];
  /** Rows that were looked at. */
  readonly looked: number;
  readonly next: string | null;
};

const firstOf = (primaries: readonly Arn[]): Arn | undefined =>
  primaries.reduce<Arn | undefined>(
    (first, each) => (first === undefined || comesFirst(each, first) ? each : first),
    undefined,
  );

const inheriting = (ledger: Ledger, accountId: string, filter: ResourceFilter): Source => ({
  name: 'inheriting',
  read: async (page) => {
    const scope = { accountId, primary: filter.primary };
    const { items, next } = await ledger.heirships(scope, page);
    const wanted = items.filter(
      ({ resource, primary }) =>
        parseArn(resource).accountId === accountId &&
        (filter.type === undefined || typeOf(resource) === filter.type) &&
        (filter.rule === undefined ||
          ruleBetween(typeOf(primary), typeOf(resource))?.settingName === filter.rule),
    );
    const rows = wanted.map(({ resource, primary, at }) => ({
      resource,
      at,
      tells: (record: LedgerRecord) => firstOf(primariesUnder(record, filter)) === primary,
    }));
    return { items: rows, next };
  },
});

const contested = (ledger: Ledger, accountId: string): Source => ({
  name: 'contested',
  read: async (page) => {
    const { items, next } = await ledger.contested(accountId, page);
    const rows = items.map(({ resource, key }) => ({
      resource,
      at: JSON.stringify([resource, key]),
      tells: ({ entries }: LedgerRecord) => {
        const [first] = [...entries.values()].filter(({ contest }) => contest !== null).sort(byKey);
        return first?.key === key;
      },
    }));
    return { items: rows, next };
  },
});

const byKey = (left: { readonly key: string }, right: { readonly key: string }): number =>
  left.key < right.key ? -1 : 1;

/** @param isAlone false where those that inherit something, too, were told before */
const refused = (
  ledger: Ledger,
  accountId: string,
  { filter, isAlone }: { readonly filter: ResourceFilter; readonly isAlone: boolean },
): Source => ({
  name: 'refused',
  read: async (page) => {
    const { items, next } = await ledger.refused(accountId, page);
    const rows = items.map((resource) => ({
      resource,
      at: resource,
      tells: (record: LedgerRecord) => isAlone || primariesUnder(record, filter).length === 0,
    }));
    return { items: rows, next };
  },
});

const sourcesFor = (
  ledger: Ledger,
  accountId: string,
  filter: ResourceFilter,
): readonly [Source, ...Source[]] => {
  switch (filter.origin) {
    case 'contested':
      return [contested(ledger, accountId)];
    case 'refused':
      return [refused(ledger, accountId, { filter, isAlone: true })];
    case 'inherited':
    case 'displaced':
      return [inheriting(ledger, accountId, filter)];
    default:
      return [
        inheriting(ledger, accountId, filter),
        refused(ledger, accountId, { filter, isAlone: false }),
      ];
  }
};

/** A cursor is the name of a source and, behind a line break, that source's own cursor. */
const placeIn = (sources: readonly Source[], cursor: string | undefined) => {
  if (cursor === undefined) return { index: 0, inner: undefined };
  const at = cursor.indexOf('\n');
  const index = sources.findIndex(({ name }) => name === cursor.slice(0, at));
  if (at === -1 || index === -1) throw invalidCursor(cursor);
  return { index, inner: cursor.slice(at + 1) || undefined };
};

/**
 * Lists the resources of an account that the ledger knows and a filter asks for, by look-up rows and
 * the records behind them: no call reads more than some of either. A page may hold fewer than wanted.
 * @throws InvalidInputError `InvalidParameter.Cursor`
 */
export const listFromLedger = async (
  ledger: Ledger,
  { accountId, filter }: { readonly accountId: string; readonly filter: ResourceFilter },
  { cursor, limit }: PageOf,
): Promise<ResourcePage> => {
  const sources = sourcesFor(ledger, accountId, filter);
  let { index, inner } = placeIn(sources, cursor);
  const records: LedgerRecord[] = [];
  let looked = 0;
  for (let reads = 0; reads < most.reads && looked <= most.looked - rowsPerRead; reads += 1) {
    const source = sources[index];
    if (source === undefined) return { records, looked, next: null };
    const page = await source.read({ cursor: inner, limit: rowsPerRead });
    const known = await ledger.readMany([...new Set(page.items.map(({ resource }) => resource))]);
    const recordOf = new Map(known.map((record) => [record.arn, record]));
    for (const { resource, at, tells } of page.items) {
      const record = recordOf.get(resource);
      looked += 1;
      if (record === undefined || !tells(record) || !fits(record, filter)) continue;
      records.push(record);
      if (records.length === limit) return { records, looked, next: `${source.name}\n${at}` };
    }
    inner = page.next;
    if (inner === undefined) index += 1;
  }
  const source = sources[index];
  const next = source === undefined ? null : `${source.name}\n${inner ?? ''}`;
  return { records, looked, next };
};
