import * as z from 'zod/mini';
import { RetryableError } from '../../../model/errors.ts';
import { text } from '../../../model/fields.ts';
import type { Table } from '../../../storage/table.ts';
import { type ApiCall, type CallLimits, noLimits, siteOf } from '../../call.ts';
import type { ResourceType } from '../../cloud.ts';
import type { Call, CloudProvider, Sight } from '../../provider.ts';
import { sendTagCalls } from '../../send-tag-calls.ts';
import type { SimulatedCloud } from '../../simulator.ts';
import { type CallChange, countTagCalls, type TagCall } from '../../tag-calls.ts';
import type { CallProblem, TagWay } from '../../tag-way.ts';
import type { Arn } from '../arn.ts';
import { arnText } from '../arn-text.ts';
import { createClassify } from '../errors.ts';
import { CloudApiError } from './cloud-api-error.ts';
import { openResourceStore } from './resource-store.ts';
import { serviceRole } from './service-role.ts';

/** What the unified Tag API takes in one call. */
const mostInCall = { resources: 50, tags: 10 } as const;

/** The longest that one call may take. Seconds. */
const readSeconds = 10;
const tagCallSeconds = 10;

const failuresSchema = z.object({
  FailedResources: z.object({
    FailedResource: z.array(
      z.object({
        ResourceARN: arnText,
        Result: z.object({ Code: text, Message: text }),
      }),
    ),
  }),
});

/** What the cloud's own table kept a call from ending, the cloud still carries out. */
const mayArriveLate = (error: unknown): unknown => {
  if (!(error instanceof RetryableError)) return error;
  const { code, message, details } = error;
  return new RetryableError({
    code,
    message,
    details: { ...details, mayHaveHappened: true },
    cause: error,
  });
};

const operationOf = (change: CallChange) =>
  change.kind === 'set'
    ? {
        operation: 'TagResources',
        parameters: { Tags: JSON.stringify(Object.fromEntries(change.tags)) },
      }
    : { operation: 'UntagResources', parameters: { TagKey: change.keys } };

/** A question to the cloud's own API. */
type Question = Pick<ApiCall, 'accountId' | 'region' | 'api' | 'what'>;

export type SimulatedProviderDeps = {
  readonly table: Table;
  readonly simulator: Pick<SimulatedCloud, 'call'>;
  readonly maxTagsPerResource: (type: ResourceType) => number;
  /** Lists resources of this region alone; of all unless given. */
  readonly region?: string | undefined;
  /** How it limits calls; not at all unless given. */
  readonly limits?: CallLimits | undefined;
  /** Told of error codes that nobody knows. */
  readonly onUnknownError?: ((code: string) => void) | undefined;
};

/** The simulated cloud as the engine sees it: strong reads, writes through the unified Tag API. */
export const createSimulatedProvider = ({
  table,
  simulator,
  maxTagsPerResource,
  region: ownRegion,
  limits: { rate, admit } = noLimits,
  onUnknownError = () => {},
}: SimulatedProviderDeps): CloudProvider => {
  const store = openResourceStore(table);
  const classify = createClassify(onUnknownError);

  const callTagApi = async ({ arns, change }: TagCall): Promise<ReadonlyMap<Arn, CallProblem>> => {
    const [first] = arns;
    if (first === undefined) return new Map();
    const { accountId, region } = siteOf(first);
    const { operation, parameters } = operationOf(change);
    const problemOf = (of: string, code: string, message: string, httpStatus: number) => {
      const attempted = `${operation} of ${of} with ${JSON.stringify(parameters)}`;
      return classify({ code, message: `${attempted} answered ${code}: ${message}`, httpStatus });
    };
    try {
      await admit({ accountId, region, api: operation });
      const { result } = await simulator.call({
        product: 'Tag',
        operation,
        accountId,
        caller: serviceRole,
        parameters: { RegionId: region, ResourceARN: arns, ...parameters },
      });
      const failures = failuresSchema.parse(result).FailedResources.FailedResource;
      return new Map(
        failures.map(({ ResourceARN, Result: { Code, Message } }) => [
          ResourceARN,
          problemOf(ResourceARN, Code, Message, 200),
        ]),
      );
    } catch (error) {
      if (!(error instanceof CloudApiError)) throw mayArriveLate(error);
      const { code, message, httpStatus } = error;
      const problem = problemOf(arns.join(', '), code, message, httpStatus);
      if (problem.kind === 'failed') throw problem.error;
      return new Map(arns.map((arn) => [arn, problem]));
    }
  };

  const unified: TagWay = {
    name: 'Tag',
    limits: mostInCall,
    apiOf: (change) => operationOf(change).operation,
    seconds: tagCallSeconds,
    send: callTagApi,
  };

  /** Asks the cloud something. */
  const ask = <T>(call: Call, question: Question, read: () => Promise<T>): Promise<T> =>
    call.pass({ ...question, seconds: readSeconds, mayArriveLate: false }, async () => {
      try {
        await admit(question);
      } catch (error) {
        if (!(error instanceof CloudApiError)) throw error;
        const { code, message, httpStatus } = error;
        const told = { code, message: `${question.what} answered ${code}: ${message}`, httpStatus };
        const problem = classify(told);
        throw problem.kind === 'failed' ? problem.error : error;
      }
      return read();
    });

  return {
    describe: async (arns, call) => {
      const [first] = arns;
      if (first === undefined) return new Map();
      const what = `describing ${arns.join(', ')}`;
      const question = { ...siteOf(first), api: 'DescribeResources', what };
      const found = await ask(call, question, () => store.read(arns));
      return new Map(
        arns.map((arn): [Arn, Sight] => {
          const resource = found.get(arn);
          return [arn, resource === undefined ? { kind: 'gone' } : { kind: 'present', resource }];
        }),
      );
    },

    heirs: (primary, associated, cursor, call) => {
      const what = `listing the ${associated} of ${primary}`;
      return ask(call, { ...siteOf(primary), api: 'ListHeirs', what }, async () => {
        if ((await store.read([primary])).size === 0) return { items: [], next: undefined };
        return store.heirs(primary, associated, cursor);
      });
    },

    list: (accountId, type, cursor, call) => {
      const what = `listing the ${type} of account ${accountId}`;
      const question = { accountId, region: ownRegion ?? 'all', api: 'ListResources', what };
      return ask(call, question, () => store.list({ accountId, type, region: ownRegion }, cursor));
    },

    write: (writes, call) => sendTagCalls(writes, () => ({ first: unified }), call),
    tagCallsFor: (changes) => countTagCalls(changes, () => unified),
    rateOf: () => rate,

    maxTagsPerResource,
    isOurs: (caller) => caller === serviceRole.userName,
    readLagSeconds: 0,
    tagCallSeconds,
  };
};
