import * as z from 'zod/mini';
import { RetryableError } from '../../../model/errors.ts';
import { text } from '../../../model/fields.ts';
import type { Table } from '../../../storage/table.ts';
import type { ResourceType } from '../../cloud.ts';
import type { Deadline } from '../../deadline.ts';
import type { CloudProvider, Sight } from '../../provider.ts';
import { type CallProblem, sendTagCalls } from '../../send-tag-calls.ts';
import type { SimulatedCloud } from '../../simulator.ts';
import { type CallChange, countTagCalls, type TagCall } from '../../tag-calls.ts';
import { type Arn, parseArn } from '../arn.ts';
import { arnText } from '../arn-text.ts';
import { createClassify } from '../errors.ts';
import { CloudApiError } from './cloud-api-error.ts';
import { openResourceStore } from './resource-store.ts';
import { serviceRole } from './service-role.ts';

/** What the unified Tag API takes in one call. */
const limits = { resources: 50, tags: 10 } as const;

/** How long its own deadline lets a tag call take, where none is given. Seconds. */
const usualTagCallSeconds = 10;

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

export type SimulatedProviderDeps = {
  readonly table: Table;
  readonly simulator: Pick<SimulatedCloud, 'call'>;
  readonly maxTagsPerResource: (type: ResourceType) => number;
  /** How long a tag call may take; for ever unless given. */
  readonly deadline?: Deadline | undefined;
  /** Told of error codes that nobody knows. */
  readonly onUnknownError?: ((code: string) => void) | undefined;
};

/** The simulated cloud as the engine sees it: strong reads, writes through the unified Tag API. */
export const createSimulatedProvider = ({
  table,
  simulator,
  maxTagsPerResource,
  deadline,
  onUnknownError = () => {},
}: SimulatedProviderDeps): CloudProvider => {
  const store = openResourceStore(table);
  const classify = createClassify(onUnknownError);

  const callTagApi = async ({ arns, change }: TagCall): Promise<ReadonlyMap<Arn, CallProblem>> => {
    const [first] = arns;
    if (first === undefined) return new Map();
    const { accountId, region } = parseArn(first);
    const { operation, parameters } = operationOf(change);
    const problemOf = (of: string, code: string, message: string, httpStatus: number) => {
      const attempted = `${operation} of ${of} with ${JSON.stringify(parameters)}`;
      return classify({ code, message: `${attempted} answered ${code}: ${message}`, httpStatus });
    };
    try {
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

  return {
    describe: async (arns) => {
      const found = await store.read(arns);
      return new Map(
        arns.map((arn): [Arn, Sight] => {
          const resource = found.get(arn);
          return [arn, resource === undefined ? { kind: 'gone' } : { kind: 'present', resource }];
        }),
      );
    },

    heirs: async (primary, associated, cursor) => {
      if ((await store.read([primary])).size === 0) return { items: [], next: undefined };
      return store.heirs(primary, associated, cursor);
    },

    list: (accountId, type, cursor) => store.list(accountId, type, cursor),

    write: (writes, call) => sendTagCalls(writes, { limits, deadline, send: callTagApi }, call),
    tagCallsFor: (changes) => countTagCalls(changes, limits),

    maxTagsPerResource,
    isOurs: (caller) => caller === serviceRole.userName,
    readLagSeconds: 0,
    tagCallSeconds: deadline?.seconds ?? usualTagCallSeconds,
  };
};
