import type { Page } from '../../../model/page.ts';
import type { AccountRegion } from '../../call.ts';
import type { ParentsIndex } from '../../parents-index.ts';
import type { Call } from '../../provider.ts';
import { type Arn, formatArn, parseArn, typeOf } from '../arn.ts';
import type { ResourceType } from '../resource-types.ts';
import type { Parameters } from './client.ts';
import { heldBy, isHeld } from './indexes.ts';
import { orIfGone, type Shown } from './listing.ts';
import { clusterTag, holderNames, listings } from './listings.ts';
import { type Reader, readSurely } from './permission.ts';
import { readSome } from './read-some.ts';

/** What narrows the list of heirs to those of one primary; undefined where the list knows nothing of primaries. */
const filterOf = (
  primary: ResourceType,
  associated: ResourceType,
  id: string,
): Parameters | undefined => {
  const holder = holderNames.get(primary);
  if (associated === 'Vpc-Eip' && holder !== undefined) {
    return { AssociatedInstanceType: holder, AssociatedInstanceId: id };
  }
  switch (`${primary} ${associated}`) {
    case 'Ecs-Instance Ecs-Disk':
    case 'Ecs-Instance Ecs-Eni':
    case 'Kafka-Instance Kafka-Topic':
    case 'Kafka-Instance Kafka-ConsumerGroup':
      return { InstanceId: id };
    case 'Ecs-Disk Ecs-Snapshot':
      return { DiskId: id };
    case 'Cs-Cluster Ecs-Instance':
    case 'Cs-Cluster Slb-Instance':
      return { Tag: [{ Key: clusterTag, Value: id }] };
    default:
      return undefined;
  }
};

export type HeirsDeps = {
  readonly at: AccountRegion;
  readonly readerFor: (call: Call) => Reader;
  readonly indexes: ReadonlyMap<ResourceType, ParentsIndex>;
};

/** Lists what hangs on the primaries of one account and region. */
export const createHeirs = ({ at, readerFor, indexes }: HeirsDeps) => {
  const arnsOf = (type: ResourceType, shown: readonly Shown[]): readonly Arn[] =>
    shown.map(({ id }) => formatArn({ ...at, type, id }));

  /** What only the primary knows, which the index learns with it. */
  const held = async (reader: Reader, primary: Arn): Promise<readonly Arn[]> => {
    const { type, id } = parseArn(primary);
    const readHeld = heldBy.get(type);
    if (readHeld === undefined) return [];
    const listing = listings[type];
    const found = (await readSome({ reader, listing }, [id])).get(id);
    if (found?.kind === 'failed') throw found.error;
    if (found?.kind === 'left out') await reader.assertMayRead(listing);
    const [heirs = []] = found?.kind === 'shown' ? await readHeld(reader, [found.shown]) : [];
    indexes.get(type)?.learn(primary, heirs, true);
    return heirs;
  };

  return async (
    primary: Arn,
    associated: ResourceType,
    cursor: string | undefined,
    call: Call,
  ): Promise<Page<Arn>> => {
    const reader = readerFor(call);
    const { type, id } = parseArn(primary);
    // With the first page, all of them: they are few.
    const known =
      cursor === undefined && isHeld(type, associated) ? await held(reader, primary) : [];
    const own = known.filter((arn) => typeOf(arn) === associated);
    const filter = filterOf(type, associated, id);
    if (filter === undefined) return { items: own, next: undefined };
    const what = `listing the ${associated} of ${primary}`;
    const listing = listings[associated];
    const reading = readSurely(reader, { listing, filter, cursor, what });
    const page = await orIfGone(reading, { items: [], next: undefined });
    return { items: [...own, ...arnsOf(associated, page.items)], next: page.next };
  };
};
