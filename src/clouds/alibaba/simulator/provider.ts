import * as z from 'zod/mini';
import {
  ConflictError,
  type ErrorInfo,
  type HeirtagError,
  NotFoundError,
  RetryableError,
  TerminalError,
} from '../../../model/errors.ts';
import { text } from '../../../model/fields.ts';
import type { Table } from '../../../storage/table.ts';
import { arnText } from '../../arn-text.ts';
import type { ResourceType } from '../../cloud.ts';
import type { CloudProvider, Refusals } from '../../provider.ts';
import { type Arn, parseArn } from '../arn.ts';
import { CloudApiError } from './cloud-api-error.ts';
import { openResourceStore } from './resource-store.ts';
import { serviceRole } from './service-role.ts';
import type { SimulatedCloud } from './simulated-cloud.ts';

/** What the unified Tag API takes in one call. */
const tagCallLimits = { resources: 50, tags: 10 } as const;

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

/** Turns an error code of the simulated cloud into one of our classes. */
const classify = (info: ErrorInfo, httpStatus: number): HeirtagError => {
  const { code } = info;
  if (code.includes('NotFound')) return new NotFoundError(info);
  if (/^Quota|QuotaExceed/.test(code)) return new ConflictError(info);
  if (code.includes('Throttling') || httpStatus >= 500) return new RetryableError(info);
  return new TerminalError(info);
};

/** What is wrong is what should be written, not who asks or where. */
const isAboutTags = ({ code }: CloudApiError): boolean =>
  /^InvalidParameter\.Tag(Key|Value)$|^TagKey\./.test(code);

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

/** The simulated cloud as the engine sees it: strong reads, writes through the unified Tag API. */
export const createSimulatedProvider = (deps: {
  readonly table: Table;
  readonly simulator: SimulatedCloud;
  readonly maxTagsPerResource: (type: ResourceType) => number;
}): CloudProvider => {
  const store = openResourceStore(deps.table);

  const callTagApi = async (
    operation: 'TagResources' | 'UntagResources',
    arns: readonly Arn[],
    parameters: object,
  ): Promise<Refusals> => {
    const [first] = arns;
    if (first === undefined) return new Map();
    const { accountId, region } = parseArn(first);
    const fail = (of: string, { code, message }: ErrorInfo, httpStatus: number): HeirtagError => {
      const attempted = `${operation} of ${of} with ${JSON.stringify(parameters)}`;
      return classify({ code, message: `${attempted} answered ${code}: ${message}` }, httpStatus);
    };
    try {
      const { result } = await deps.simulator.call({
        product: 'Tag',
        operation,
        accountId,
        caller: serviceRole,
        parameters: { RegionId: region, ResourceARN: arns, ...parameters },
      });
      const failures = failuresSchema.parse(result).FailedResources.FailedResource;
      return new Map(
        failures.map(({ ResourceARN, Result: { Code: code, Message: message } }) => [
          ResourceARN,
          fail(ResourceARN, { code, message }, 200),
        ]),
      );
    } catch (error) {
      if (!(error instanceof CloudApiError)) throw mayArriveLate(error);
      if (!isAboutTags(error)) throw fail(arns.join(', '), error, error.httpStatus);
      return new Map(arns.map((arn) => [arn, fail(arn, error, error.httpStatus)]));
    }
  };

  return {
    describe: store.read,

    heirs: async (primary, associated, cursor) => {
      if ((await store.read([primary])).size === 0) return { items: [], next: undefined };
      return store.heirs(primary, associated, cursor);
    },

    list: store.list,

    tagCallLimits,
    setTags: (arns, tags) =>
      callTagApi('TagResources', arns, { Tags: JSON.stringify(Object.fromEntries(tags)) }),
    removeTags: (arns, keys) => callTagApi('UntagResources', arns, { TagKey: keys }),

    maxTagsPerResource: deps.maxTagsPerResource,
    principal: serviceRole.userName,
    visibilityDelaySeconds: 0,
  };
};
