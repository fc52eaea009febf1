import { TerminalError } from '../../../model/errors.ts';
import type { AccountRegion } from '../../call.ts';
import type { CallChange, TagCall, TagCallLimits, Together } from '../../tag-calls.ts';
import { type CallProblem, neverWithoutKeys, type TagWay, type TagWaysOf } from '../../tag-way.ts';
import { type Arn, parseArn, typeOf } from '../arn.ts';
import { type Classify, type ErrorAnswer, mayBeDone } from '../errors.ts';
import { type Product, type ResourceType, resourceTypes } from '../resource-types.ts';
import { itemsAt, textAt } from './answers.ts';
import { apiOf } from './ask.ts';
import { type Client, CloudAnswerError, type Parameters } from './client.ts';
import { type Operation, operations } from './operations.ts';
import { isPublished } from './taggable-types.ts';

/** The longest that one tag call may take. Seconds. */
export const tagCallSeconds = 10;

/** The two operations of one way, and what they take. */
type Calls = {
  readonly set: Operation;
  readonly remove: Operation;
  readonly limits: TagCallLimits;
};

const unified: Calls = {
  set: operations.tagByArn,
  remove: operations.untagByArn,
  limits: { resources: 50, tags: 10 },
};

const ownCallsOf = (set: Operation, remove: Operation, resources: number): Calls => ({
  set,
  remove,
  limits: { resources, tags: 20 },
});

/** The products' own calls. Kafka's limits are not published: those of the others are taken. */
const ownCalls: Readonly<Partial<Record<Product, Calls>>> = {
  ecs: ownCallsOf(operations.tagEcs, operations.untagEcs, 50),
  vpc: ownCallsOf(operations.tagVpc, operations.untagVpc, 20),
  slb: ownCallsOf(operations.tagSlb, operations.untagSlb, 20),
  alikafka: ownCallsOf(operations.tagKafka, operations.untagKafka, 20),
  ess: ownCallsOf(operations.tagEss, operations.untagEss, 50),
};

const unifiedParameters = (region: string, { arns, change }: TagCall): Parameters => ({
  RegionId: region,
  ResourceARN: arns,
  ...(change.kind === 'set'
    ? { Tags: JSON.stringify(Object.fromEntries(change.tags)) }
    : { TagKey: change.keys }),
});

/** Never `All`: that would remove everything. */
const ownParameters = (
  type: ResourceType,
  region: string,
  { arns, change }: TagCall,
): Parameters => {
  const { tagType, product } = resourceTypes[type];
  // Auto Scaling alone has plurals.
  const plural = product === 'ess' ? 's' : '';
  return {
    RegionId: region,
    ResourceType: tagType,
    [`ResourceId${plural}`]: arns.map((arn) => parseArn(arn).id),
    ...(change.kind === 'set'
      ? { [`Tag${plural}`]: change.tags.map(([Key, Value]) => ({ Key, Value })) }
      : { [`TagKey${plural}`]: change.keys }),
  };
};

/** The unified API does not take such resources. Source: Tag, "Errors". */
const takesNoSuchType = ({ code }: ErrorAnswer): boolean =>
  code === 'InvalidParameter.ResourceType' || code === 'InvalidParameter.ServiceCode';

const hasEmptyValue = (change: CallChange): boolean =>
  change.kind === 'set' && change.tags.some(([, value]) => value === '');

/** Where tags are written. */
export type WayDeps = {
  readonly at: AccountRegion;
  readonly client: Client;
  readonly classify: Classify;
};

const named = (call: TagCall): string =>
  call.change.kind === 'set'
    ? call.change.tags.map(([key]) => key).join(', ')
    : call.change.keys.join(', ');

const shared = ({ set, remove, limits }: Calls) => {
  const operationOf = ({ kind }: CallChange): Operation => (kind === 'set' ? set : remove);
  return {
    operationOf,
    limits,
    apiOf: (change: CallChange) => apiOf(operationOf(change)),
    seconds: tagCallSeconds,
  };
};

/** What an error answer about resources comes to. */
const problemOf = (
  { classify }: WayDeps,
  call: TagCall,
  told: { readonly operation: Operation; readonly of: string; readonly answer: ErrorAnswer },
): CallProblem => {
  const { operation, of, answer } = told;
  const { code } = answer;
  const message = `${apiOf(operation)} of ${named(call)} on ${of} answered ${code}: ${answer.message}`;
  if (takesNoSuchType(answer)) {
    return { kind: 'other way', error: new TerminalError({ code, message }) };
  }
  return classify({ ...answer, message, details: { mayHaveHappened: mayBeDone(answer) } });
};

const all = ({ arns }: TagCall, problem: CallProblem): ReadonlyMap<Arn, CallProblem> =>
  new Map(arns.map((arn) => [arn, problem]));

const unifiedName = 'tag';

/** True where the unified API is tried first, or nothing else can be. */
const goesByArn = (type: ResourceType, isUnified: (type: ResourceType) => boolean): boolean =>
  isUnified(type) || ownCalls[resourceTypes[type].product] === undefined;

const typeAt = (arn: Arn): ResourceType => typeOf(arn) ?? parseArn(arn).type;

/** What goes together in the calls that are tried first for a resource, by what is published. */
export const togetherOf = (arn: Arn): Together => {
  const type = typeAt(arn);
  const own = ownCalls[resourceTypes[type].product];
  return own === undefined || goesByArn(type, isPublished)
    ? { name: unifiedName, limits: unified.limits }
    : { name: type, limits: own.limits };
};

/** The unified Tag API: resources of all products together, each of which fails on its own. */
const unifiedWay = (deps: WayDeps): TagWay => {
  const { at, client } = deps;
  const { operationOf, ...way } = shared(unified);
  const noEmptyValues = new TerminalError({
    code: 'InvalidParameter.TagValue',
    message: 'the unified Tag API takes no empty values',
  });
  return {
    ...way,
    name: unifiedName,
    send: async (call, signal) => {
      if (hasEmptyValue(call.change)) return all(call, { kind: 'other way', error: noEmptyValues });
      const operation = operationOf(call.change);
      const parameters = unifiedParameters(at.region, call);
      try {
        const { result, isSecond } = await client(
          { operation, region: at.region, parameters },
          signal,
        );
        const failures = itemsAt(result, 'FailedResources', 'FailedResource').map((item) => {
          const of = textAt(item, 'ResourceARN') ?? '';
          const code = textAt(item, 'Result', 'Code') ?? 'Unknown';
          const message = textAt(item, 'Result', 'Message') ?? '';
          const told = { operation, of, answer: { code, message, httpStatus: 200, isSecond } };
          return [of.toLowerCase(), problemOf(deps, call, told)] as const;
        });
        const byName = new Map(failures);
        return new Map(
          call.arns.flatMap((arn) => {
            const problem = byName.get(arn.toLowerCase());
            return problem === undefined ? [] : [[arn, problem] as const];
          }),
        );
      } catch (error) {
        if (!(error instanceof CloudAnswerError)) throw error;
        const told = { operation, of: call.arns.join(', '), answer: error.answer };
        const problem = problemOf(deps, call, told);
        if (problem.kind === 'failed') throw problem.error;
        return all(call, problem);
      }
    },
  };
};

/** A call that is refused for one of several resources does not say for which: each is asked for by itself. */
const forOneOfMany = (problem: CallProblem): unknown =>
  problem.kind === 'refused' ? new TerminalError(problem.refusal) : problem.error;

/** A product's own call: resources of one type, all or none of which are written. */
const ownWay = (deps: WayDeps, type: ResourceType, calls: Calls): TagWay => {
  const { at, client } = deps;
  const { operationOf, ...way } = shared(calls);
  return {
    ...way,
    name: type,
    send: async (call, signal) => {
      const operation = operationOf(call.change);
      const parameters = ownParameters(type, at.region, call);
      try {
        await client({ operation, region: at.region, parameters }, signal);
        return new Map();
      } catch (error) {
        if (!(error instanceof CloudAnswerError)) throw error;
        const told = { operation, of: call.arns.join(', '), answer: error.answer };
        const problem = problemOf(deps, call, told);
        if (problem.kind === 'failed' || call.arns.length > 1) throw forOneOfMany(problem);
        return all(call, problem);
      }
    },
  };
};

/**
 * How tags of resources of one account and region are written: by the unified Tag API where it takes their type,
 * which wants the fewest calls and says of each resource what became of it; else, and what it does not take, by
 * their product's own call.
 * @param isUnified true for types that the unified API takes
 */
export const tagWaysOf = (deps: WayDeps, isUnified: (type: ResourceType) => boolean): TagWaysOf => {
  const byArn = neverWithoutKeys(unifiedWay(deps));
  const ways = new Map<ResourceType, TagWay>();

  const ownWayOf = (type: ResourceType): TagWay | undefined => {
    const calls = ownCalls[resourceTypes[type].product];
    if (calls === undefined) return undefined;
    const way = ways.get(type) ?? neverWithoutKeys(ownWay(deps, type, calls));
    ways.set(type, way);
    return way;
  };

  return (arn) => {
    const type = typeAt(arn);
    const own = ownWayOf(type);
    if (own === undefined) return { first: byArn };
    return goesByArn(type, isUnified) ? { first: byArn, others: [own] } : { first: own };
  };
};
