import { type Arn, parseArn } from '../../../src/clouds/arn.ts';
import type { ResourceType } from '../../../src/clouds/resource-types.ts';
import type { ModelResource, Oracle } from '../oracle/oracle.ts';

/** The random choices of one operation; indexes count what there is, round and round. */
export type Draw = {
  readonly first: number;
  readonly second: number;
  readonly key: number;
  readonly value: number;
  readonly flag: boolean;
};

/** A call of the cloud, and what it does to the model once it is answered. */
export type Plan = {
  readonly action: string;
  readonly accountId: string;
  readonly parameters: object;
  /** The cloud may say no for a reason that the model does not know. */
  readonly mayBeRefused?: boolean;
  /** @param arns what the call made or named @param isRefused for want of a place for more tags */
  readonly tell: (oracle: Oracle, arns: readonly Arn[], isRefused: boolean) => void;
};

/** Plans an operation on what there is; undefined when there is nothing to do it to. */
export type Planner = (oracle: Oracle, draw: Draw) => Plan | undefined;

/** Few, so that the same key often comes from several sides. */
export const keys = ['cost', 'team', 'stage', 'env', 'owner'] as const;

/** One of them, round and round. */
export const at = <T>(items: readonly T[], index: number): T | undefined =>
  items[index % items.length];

export const keyOf = ({ key }: Draw): string => at(keys, key) ?? 'cost';

/** One or two tags, out of few values, so that the same value often comes from several sides. */
export const tagsOf = ({ key, value, flag }: Draw): ReadonlyMap<string, string> =>
  new Map(
    [key, ...(flag ? [key + 1] : [])].map((each) => [at(keys, each) ?? 'cost', `v${value % 3}`]),
  );

export const tagList = (tags: ReadonlyMap<string, string>) =>
  [...tags].map(([Key, Value]) => ({ Key, Value }));

export const idOf = (arn: Arn): string => parseArn(arn).id;

export const living = (
  oracle: Oracle,
  ...types: readonly ResourceType[]
): readonly ModelResource[] =>
  oracle.resources().filter(({ isAlive, type }) => isAlive && types.includes(type));

export const livingParentsOf = (
  oracle: Oracle,
  { parents }: ModelResource,
): readonly ModelResource[] =>
  oracle.resources().filter(({ arn, isAlive }) => isAlive && parents.has(arn));

export const heirsOf = (
  oracle: Oracle,
  parent: Arn,
  type: ResourceType,
): readonly ModelResource[] => living(oracle, type).filter(({ parents }) => parents.has(parent));

export const isNear = (left: ModelResource, right: ModelResource): boolean =>
  left.accountId === right.accountId && left.region === right.region;

export const only = (arns: readonly Arn[], type: ResourceType): readonly Arn[] =>
  arns.filter((arn) => parseArn(arn).type === type);

export const one = (arns: readonly Arn[], type: ResourceType): Arn => {
  const [arn] = only(arns, type);
  if (arn === undefined) throw new Error(`no ${type} among ${arns.join(', ')}`);
  return arn;
};

/** A call on one resource that is chosen among those for which it is allowed. */
export const on =
  (
    types: readonly ResourceType[],
    isAllowed: (oracle: Oracle, resource: ModelResource) => boolean,
    plan: (
      oracle: Oracle,
      resource: ModelResource,
      draw: Draw,
    ) => Omit<Plan, 'accountId'> | undefined,
  ): Planner =>
  (oracle, draw) => {
    const chosen = at(
      living(oracle, ...types).filter((each) => isAllowed(oracle, each)),
      draw.first,
    );
    const planned = chosen && plan(oracle, chosen, draw);
    return (
      chosen &&
      planned && {
        ...planned,
        accountId: chosen.accountId,
        parameters: { RegionId: chosen.region, ...planned.parameters },
      }
    );
  };

/** A call on two resources of the same account and region. */
export const onTwo =
  (facts: {
    readonly action: string;
    readonly types: readonly [ResourceType, ResourceType];
    readonly isAllowed: (oracle: Oracle, left: ModelResource, right: ModelResource) => boolean;
    readonly parameters: (left: string, right: string, draw: Draw) => object;
    readonly tell: (oracle: Oracle, left: Arn, right: Arn) => void;
  }): Planner =>
  (oracle, draw) => {
    const pairs = living(oracle, facts.types[0]).flatMap((left) =>
      living(oracle, facts.types[1])
        .filter((right) => isNear(left, right) && facts.isAllowed(oracle, left, right))
        .map((right) => ({ left, right })),
    );
    const chosen = at(pairs, draw.first * 7 + draw.second);
    if (chosen === undefined) return undefined;
    const { left, right } = chosen;
    return {
      action: facts.action,
      accountId: left.accountId,
      parameters: {
        RegionId: left.region,
        ...facts.parameters(idOf(left.arn), idOf(right.arn), draw),
      },
      tell: (model) => facts.tell(model, left.arn, right.arn),
    };
  };

export const always = () => true;
