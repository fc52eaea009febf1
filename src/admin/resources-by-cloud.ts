import type { Arn } from '../clouds/arn.ts';
import { catalogue, findRule } from '../clouds/catalogue.ts';
import type { CloudReads, Resource } from '../clouds/provider.ts';
import type { ResourceType } from '../clouds/resource-types.ts';
import { seenIn } from '../clouds/sights.ts';
import { isWhatWeWrote } from '../engine/standing.ts';
import type { Ledger, LedgerRecord } from '../ledger/ledger.ts';
import { inChunks } from '../model/chunks.ts';
import type { Tags } from '../model/tags.ts';
import { leftInPage, placeAfter, readPlaceInList, writePlaceInList } from './place-in-list.ts';
import { holdsText, type ResourceFilter } from './resource-filter.ts';

/** Pages of the cloud's own listing that one call reads, at the most. */
const mostPages = 3;

const describedAtOnce = 100;

export type CloudListDeps = {
  readonly cloud: Pick<CloudReads, 'list' | 'describe'>;
  readonly ledger: Pick<Ledger, 'readMany'>;
};

/** A resource with its tags of now. */
export type TaggedRecord = { readonly record: LedgerRecord; readonly tags: Tags };

export type TaggedPage = {
  readonly found: readonly TaggedRecord[];
  readonly looked: number;
  readonly next: string | null;
};

const typesFor = ({ type, rule }: ResourceFilter): readonly ResourceType[] => {
  if (type !== undefined) return [type];
  const associated = rule === undefined ? undefined : findRule(rule)?.associated;
  if (associated !== undefined) return [associated];
  return [...new Set(catalogue.map((each) => each.associated))];
};

const isOwn = ({ entries }: LedgerRecord, tags: Tags, key: string): boolean => {
  const entry = entries.get(key);
  return tags.has(key) && (entry === undefined || !isWhatWeWrote(entry, tags.get(key)));
};

const isWanted = (
  { arn, tags, parents }: Resource,
  record: LedgerRecord,
  { primary, key, origin, text }: ResourceFilter,
): boolean => {
  if (primary !== undefined && !parents.includes(primary)) return false;
  if (!holdsText([arn, ...tags.keys(), ...tags.values()], text)) return false;
  if (origin === 'absent') return key !== undefined && !tags.has(key);
  const keys = key === undefined ? [...tags.keys()] : [key];
  return keys.some((each) => isOwn(record, tags, each));
};

/**
 * Lists the resources of an account that have tags of their own, or lack one, as the cloud shows them:
 * type by type, in the cloud's order. A page may hold fewer than wanted.
 * @throws InvalidInputError `InvalidParameter.Cursor`; and why the cloud cannot tell of a resource
 */
export const listFromCloud = async (
  { cloud, ledger }: CloudListDeps,
  { accountId, filter }: { readonly accountId: string; readonly filter: ResourceFilter },
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<TaggedPage> => {
  const types = typesFor(filter);
  let place = readPlaceInList(cursor, types);
  const found: TaggedRecord[] = [];
  let looked = 0;

  /** Looks at some resources until the page is full. @returns those that were looked at */
  const look = async (arns: readonly Arn[]): Promise<readonly Arn[]> => {
    const resources = await cloud.describe(arns);
    const records = await ledger.readMany(arns);
    for (const [index, record] of records.entries()) {
      if (found.length === limit) return arns.slice(0, index);
      const resource = seenIn(resources, record.arn);
      looked += 1;
      if (resource === undefined || !isWanted(resource, record, filter)) continue;
      found.push({ record, tags: resource.tags });
    }
    return arns;
  };

  for (let pages = 0; pages < mostPages && found.length < limit; pages += 1) {
    const type = types[place.index];
    if (type === undefined) break;
    const { items, next } = await cloud.list(accountId, type, place.page);
    const left = leftInPage(items, place);
    const told: Arn[] = [];
    for (const arns of inChunks(left, describedAtOnce)) {
      if (found.length < limit) told.push(...(await look(arns)));
    }
    place = placeAfter(place, told, { isAll: told.length === left.length, next });
  }
  return { found, looked, next: writePlaceInList(place, types) };
};
