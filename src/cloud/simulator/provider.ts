import * as z from 'zod';
import { type Arn, parseArn } from '../../model/arn.ts';
import {
  ConflictError,
  type ErrorInfo,
  type HeirtagError,
  NotFoundError,
  RetryableError,
  TerminalError,
} from '../../model/errors.ts';
import type { ResourceType } from '../../model/resource-types.ts';
import type { Table } from '../../storage/table.ts';
import type { CloudProvider } from '../provider.ts';
import type { Caller } from './call-record.ts';
import { CloudApiError } from './cloud-api-error.ts';
import { openResourceStore } from './resource-store.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

/** The service-linked role that writes inherited tags. Source: product page, "Enable the feature". */
const serviceRole = {
  type: 'assumed-role',
  principalId: 'AliyunServiceRoleForTag',
  userName: 'AliyunServiceRoleForTag',
} as const satisfies Caller;

/** The unified Tag API takes so many tags, or keys, a call. */
const mostTags = 10;

const failuresSchema = z.object({
  FailedResources: z.object({
    FailedResource: z.array(
      z.object({
        ResourceARN: z.string(),
        Result: z.object({ Code: z.string(), Message: z.string() }),
      }),
    ),
  }),
});

/** Turns an error code of the simulated cloud into one of our classes. */
const classify = (info: ErrorInfo, httpStatus: number): HeirtagError => {
  const { code } = info;
  if (code.includes('NotFound')) return new NotFoundError(info);
  if (/^Quota|QuotaExceed/.test(code)) return new ConflictError(info);
  if (code.includes('Throttling') || httpStatus >= 500) return new RetryableError(info);
  return new TerminalError(info);
};

const inChunks = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(items.length / mostTags) }, (_, index) =>
    items.slice(index * mostTags, (index + 1) * mostTags),
  );

/** The simulated cloud as the engine sees it: strong reads, writes through the unified Tag API. */
export const createSimulatedProvider = (deps: {
  readonly table: Table;
  readonly simulator: SimulatedCloud;
  readonly maxTagsPerResource: (type: ResourceType) => number;
}): CloudProvider => {
  const store = openResourceStore(deps.table);

  const callTagApi = async (
    operation: 'TagResources' | 'UntagResources',
    arn: Arn,
    parameters: object,
  ): Promise<void> => {
    const { accountId, region } = parseArn(arn);
    const attempted = `${operation} of ${arn} with ${JSON.stringify(parameters)}`;
    const fail = (code: string, message: string, httpStatus: number): HeirtagError =>
      classify({ code, message: `${attempted} answered ${code}: ${message}` }, httpStatus);
    try {
      const { result } = await deps.simulator.call({
        product: 'Tag',
        operation,
        accountId,
        caller: serviceRole,
        parameters: { RegionId: region, ResourceARN: [arn], ...parameters },
      });
      const [failed] = failuresSchema.parse(result).FailedResources.FailedResource;
      if (failed !== undefined) throw fail(failed.Result.Code, failed.Result.Message, 200);
    } catch (error) {
      if (error instanceof CloudApiError) throw fail(error.code, error.message, error.httpStatus);
      throw error;
    }
  };

  return {
    describe: store.read,

    heirs: async (primary, associated, cursor) => {
      if ((await store.read([primary])).size === 0) return { items: [], next: undefined };
      return store.heirs(primary, associated, cursor);
    },

    list: store.list,

    setTags: async (arn, tags) => {
      for (const chunk of inChunks([...tags])) {
        await callTagApi('TagResources', arn, { Tags: JSON.stringify(Object.fromEntries(chunk)) });
      }
    },

    removeTags: async (arn, keys) => {
      for (const chunk of inChunks(keys)) {
        await callTagApi('UntagResources', arn, { TagKey: chunk });
      }
    },

    tagsPerCall: mostTags,
    maxTagsPerResource: deps.maxTagsPerResource,
    principal: serviceRole.userName,
    visibilityDelaySeconds: 0,
  };
};
