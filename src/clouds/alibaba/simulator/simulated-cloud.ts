import pLimit from 'p-limit';
import type { Bus, BusEvent } from '../../../bus/bus.ts';
import { type Clock, isoTime } from '../../../model/clock.ts';
import { cutText } from '../../../model/cut-text.ts';
import { ConflictError } from '../../../model/errors.ts';
import type { Table } from '../../../storage/table.ts';
import type { Caller, CloudAnswer, CloudCall, SimulatedCloud } from '../../simulator.ts';
import { type Arn, formatArn } from '../arn.ts';

import { supportedRegions } from '../regions.ts';
import type { ResourceType } from '../resource-types.ts';
import { callRecord } from './call-record.ts';
import { CloudApiError, invalidParameter, notFound } from './cloud-api-error.ts';
import type { Decision, Operation, OperationContext } from './operation.ts';
import { openOperationLog } from './operation-log.ts';
import { openResourceStore, type StoredResource } from './resource-store.ts';
import { fromRoaNames } from './roa-names.ts';

export type SimulatedCloudDeps = {
  /** What it can be asked to do. */
  readonly operations: readonly Operation[];
  readonly table: Table;
  readonly bus: Bus;
  readonly clock: Clock;
  /** Random hexadecimal text, at least 32 digits beside dashes. */
  readonly newId: () => string;
  readonly maxTagsPerResource: OperationContext['maxTagsPerResource'];
  /** Waits before a call that met other writers is tried again; jitters. @param attempt 0, 1, … */
  readonly pause: (attempt: number) => Promise<void>;
};

const defaultRegion = 'cn-hangzhou';

/** Regions of the cloud where tags are not inherited. */
const otherRegions: ReadonlySet<string> = new Set([
  'ap-northeast-2',
  'cn-wuhan-lr',
  'me-central-1',
  'me-east-1',
  'na-south-1',
]);
/** The first beside all other calls, the others one call at a time. */
const maxAttempts = 10;

/** A person at work on the simulated cloud. */
const operator: Caller = {
  type: 'ram-user',
  principalId: '200000000000000001',
  userName: 'operator',
};

const platform: Caller = { type: 'system', principalId: 'system', userName: 'aliyuncs.com' };

/** How much of what was asked for is told back. */
const longestNameShown = 200;

const findOperation = (
  operations: readonly Operation[],
  { product, operation }: CloudCall,
): Operation => {
  const found = operations.find(
    (each) => each.product.toLowerCase() === product.toLowerCase() && each.name === operation,
  );
  if (found !== undefined) return found;
  throw new CloudApiError(
    404,
    'InvalidAction.NotFound',
    `The action ${cutText(`${product}/${operation}`, longestNameShown)} is not known.`,
  );
};

const field = (parameters: unknown, name: string): unknown =>
  typeof parameters === 'object' && parameters !== null && Object.hasOwn(parameters, name)
    ? Object.entries(parameters).find(([key]) => key === name)?.[1]
    : undefined;

const regionOf = ({ parameters }: CloudCall): string => {
  const region = field(parameters, 'RegionId') ?? defaultRegion;
  if (typeof region !== 'string') {
    throw invalidParameter(
      'RegionId',
      `The parameter RegionId must be a text, such as ${defaultRegion}.`,
    );
  }
  if (supportedRegions.has(region) || otherRegions.has(region)) return region;
  throw new CloudApiError(
    404,
    'InvalidRegionId.NotFound',
    `The RegionId ${String(region)} does not exist.`,
  );
};

/** Opens the simulated cloud. */
export const createSimulatedCloud = (deps: SimulatedCloudDeps): SimulatedCloud => {
  const store = openResourceStore(deps.table);
  const log = openOperationLog({ ...deps, store });

  const contextOf = (region: string, accountId: string): OperationContext => {
    const arnOf = (type: ResourceType, id: string): Arn =>
      formatArn({ type, id, region, accountId });
    const heirs: OperationContext['heirs'] = async (primary, type) => {
      const found: StoredResource[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.heirs(primary, type, cursor);
        found.push(...(await store.read(page.items)).values());
        cursor = page.next;
      } while (cursor !== undefined);
      return found.filter(({ parents }) => parents.includes(primary));
    };
    const list: OperationContext['list'] = async (type) => {
      const found: StoredResource[] = [];
      let cursor: string | undefined;
      do {
        const page = await store.list({ accountId, type, region }, cursor);
        found.push(...(await store.read(page.items)).values());
        cursor = page.next;
      } while (cursor !== undefined);
      return found;
    };
    return {
      region,
      accountId,
      arnOf,
      heirs,
      list,
      maxTagsPerResource: deps.maxTagsPerResource,
      newId: (prefix) => prefix + deps.newId().replaceAll('-', '').slice(0, 20),
      find: async (type, id, parameter) => {
        const arn = arnOf(type, id);
        const resource = (await store.read([arn])).get(arn);
        if (resource === undefined) throw notFound(parameter, id, type);
        return resource;
      },
      findMany: store.read,
      isTaken: async (arn) => (await store.readRaw(arn)) !== undefined,
      livingParents: async ({ parents }) => [...(await store.read(parents)).values()],
    };
  };

  const eventsOf = (
    call: CloudCall,
    operation: Operation,
    facts: { readonly decision: Decision; readonly region: string; readonly requestId: string },
  ): readonly BusEvent[] => {
    const { decision, region, requestId } = facts;
    const common = { region, accountId: call.accountId, time: isoTime(deps.clock()) };
    const own = callRecord({
      ...common,
      requestId,
      product: operation.product,
      operation: operation.name,
      caller: call.caller ?? operator,
      parameters: call.parameters,
      response: decision.result,
      references: decision.arns,
      eventType: 'ApiCall',
    });
    const byPlatform = (decision.platformEvents ?? []).map(({ response, ...event }, index) =>
      callRecord({
        ...common,
        ...event,
        requestId: `${requestId}-${index + 1}`,
        caller: platform,
        parameters: undefined,
        response: response ?? {},
        eventType: 'AliyunServiceEvent',
      }),
    );
    return [own, ...byPlatform];
  };

  /** Decides and carries out, once. @throws ConflictError when somebody else wrote between the two */
  const attempt = async (call: CloudCall, operation: Operation): Promise<CloudAnswer> => {
    const region = regionOf(call);
    const requestId = deps.newId().toUpperCase();
    const decision = await operation.decide(call.parameters, contextOf(region, call.accountId));
    if (field(call.parameters, 'DryRun') === true) {
      throw new CloudApiError(
        400,
        'DryRunOperation',
        'Request validation has been passed with DryRun flag set.',
      );
    }
    const { guard, writes = [] } = decision;
    if (guard !== undefined || writes.length > 0) {
      const events = eventsOf(call, operation, { decision, region, requestId });
      await log.run({ ...(guard === undefined ? {} : { guard }), writes, events });
    }
    return { requestId, result: decision.result, arns: decision.arns };
  };

  /** Calls of this process that met other writers wait for each other, or they would meet again. */
  const oneAtATime = pLimit(1);

  /** Tries again until nobody is in the way: of the other writers, those of other processes are left. */
  const tryAgain = async (call: CloudCall, operation: Operation): Promise<CloudAnswer> => {
    for (let tried = 1; tried < maxAttempts; tried += 1) {
      try {
        return await attempt(call, operation);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        await deps.pause(tried - 1);
      }
    }
    throw new CloudApiError(
      503,
      'ServiceUnavailable',
      `${call.operation} met other writers ${maxAttempts} times; try again.`,
    );
  };

  return {
    call: async (given) => {
      const operation = findOperation(deps.operations, given);
      const call =
        operation.product === 'Cs'
          ? { ...given, parameters: fromRoaNames(given.parameters) }
          : given;
      try {
        return await attempt(call, operation);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        return oneAtATime(() => tryAgain(call, operation));
      }
    },
    recover: log.recover,
  };
};
