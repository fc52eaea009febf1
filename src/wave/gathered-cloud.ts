import { type Arn, typeOf } from '../clouds/arn.ts';
import { nameOfSite, siteOf } from '../clouds/call.ts';
import {
  type Call,
  type CloudProvider,
  type CloudReads,
  patientCall,
  type Sight,
  type Sights,
} from '../clouds/provider.ts';
import { inChunks } from '../model/chunks.ts';
import { pick } from '../model/pick.ts';
import { type SendTogether, sendApart } from '../model/shared-call.ts';
import { gatherBySite } from './gather-by-site.ts';
import type { Gather } from './wave.ts';

/** Resources that one call describes. */
const mostArns = 100;

/** What somebody asks of one account and region. */
type Asked = { readonly site: string; readonly arns: readonly Arn[] };

/**
 * Cuts resources into calls. Clouds read them type by type: those of one type stay together as far as they can, the
 * most first, so that 100 heirs and their one primary are 100 and one.
 */
const inCalls = (arns: readonly Arn[]): readonly (readonly Arn[])[] => {
  const types = [...Map.groupBy(arns, typeOf).values()];
  const most = types.toSorted((one, other) => other.length - one.length).flat();
  return inChunks(most, mostArns);
};

const notAnswered = (arn: Arn): Sight => ({
  kind: 'cannot-tell',
  error: new Error(`the cloud left ${arn} without an answer`),
});

/**
 * A cloud that is asked for the resources of many at once, each named once. A call that fails is made again in
 * pieces: what cannot be described is told of no other resource.
 */
export const gatheredCloud = (
  provider: CloudProvider,
  gather: Gather,
  call: Call = patientCall,
): CloudReads => {
  const describeTogether: SendTogether<Arn, Sight> = async (arns) => {
    const sights = await provider.describe(arns, call);
    return arns.map((arn) => ({
      status: 'fulfilled',
      value: sights.get(arn) ?? notAnswered(arn),
    }));
  };

  const describeApart = async (
    arns: readonly Arn[],
  ): Promise<readonly (readonly [Arn, Sight])[]> => {
    const ends = await sendApart(describeTogether)(arns);
    return arns.map((arn, index) => {
      const end = ends[index];
      if (end?.status === 'fulfilled') return [arn, end.value];
      return [
        arn,
        end === undefined ? notAnswered(arn) : { kind: 'cannot-tell', error: end.reason },
      ];
    });
  };

  const describeAt = gatherBySite<Asked, Sights>(
    gather,
    ({ site }) => site,
    async (wanted) => {
      const arns = [...new Set(wanted.flatMap((each) => each.arns))];
      const seen = new Map((await Promise.all(inCalls(arns).map(describeApart))).flat());
      return wanted.map((each) => ({ status: 'fulfilled', value: pick(seen, each.arns) }));
    },
  );

  const describe = async (arns: readonly Arn[]): Promise<Sights> => {
    const sites = Map.groupBy(arns, (arn) => nameOfSite(siteOf(arn)));
    const sights = await Promise.all(
      [...sites].map(([site, some]) => describeAt({ site, arns: some })),
    );
    const [only = new Map()] = sights;
    return sights.length > 1 ? new Map(sights.flatMap((each) => [...each])) : only;
  };

  const { detached, hanging, ...others } = provider;
  return {
    ...others,
    ...(hanging && {
      hanging: (accountId, pair) => {
        const list = hanging(accountId, pair);
        return list && ((cursor) => list(cursor, call));
      },
    }),
    ...(detached && { detached: (at, type, cursor) => detached(at, type, cursor, call) }),
    describe,
    heirs: (primary, associated, cursor) => provider.heirs(primary, associated, cursor, call),
    list: (accountId, type, cursor) => provider.list(accountId, type, cursor, call),
  };
};
