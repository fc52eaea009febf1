import { randomUUID } from 'node:crypto';
import type { Bus, BusEvent } from '../../../src/bus/bus.ts';
import { type Arn, parseArn } from '../../../src/clouds/alibaba/arn.ts';
import { allResourceTypes } from '../../../src/clouds/alibaba/resource-types.ts';
import { operations } from '../../../src/clouds/alibaba/simulator/operations.ts';
import { createSimulatedProvider } from '../../../src/clouds/alibaba/simulator/provider.ts';
import { createSimulatedCloud } from '../../../src/clouds/alibaba/simulator/simulated-cloud.ts';
import type { AccountRegion, CallLimits } from '../../../src/clouds/call.ts';
import { type CloudProvider, patientCall, type Resource } from '../../../src/clouds/provider.ts';
import type { ResourceType } from '../../../src/clouds/resource-types.ts';
import { allSeenIn } from '../../../src/clouds/sights.ts';
import { inChunks } from '../../../src/model/chunks.ts';
import type { Table } from '../../../src/storage/table.ts';

import { allPages, resourceIn } from '../ask.ts';

export const region = 'cn-hangzhou';

export const now = Date.parse('2026-03-01T08:00:00Z');

/** The `product/operation` of a call and its parameters, RegionId left to the fixture. */
export type Act = (action: string, parameters?: object) => Promise<readonly Arn[]>;

/** One account of a simulated cloud, with everything it put on the bus. */
export type TestCloud = {
  readonly accountId: string;
  readonly events: BusEvent[];
  readonly provider: CloudProvider;
  readonly openAt: (at: AccountRegion) => CloudProvider;
  readonly recover: () => Promise<number>;
  readonly answer: (
    action: string,
    parameters?: object,
  ) => Promise<{ result: Readonly<Record<string, unknown>>; arns: readonly Arn[] }>;
  readonly act: Act;
  /** The first ARN of a type in the answer of a call. */
  readonly make: (type: ResourceType, action: string, parameters?: object) => Promise<Arn>;
  readonly read: (arn: Arn) => Promise<Resource | undefined>;
  readonly tagsOf: (arn: Arn) => Promise<Readonly<Record<string, string>>>;
  readonly parentsOf: (arn: Arn) => Promise<readonly Arn[] | undefined>;
  /** Names of the records on the bus since the last look, in order. */
  readonly takeEventNames: () => readonly unknown[];
  /** Every resource of the account that exists. */
  readonly everything: () => Promise<readonly Resource[]>;
};

/** Resources that one call describes. */
const mostDescribed = 100;

let accounts = 0;

export const nextAccount = (): string => String(3_000_000_000_000_000 + accounts++);

export const idOf = (arn: Arn): string => parseArn(arn).id;

export const ofType = (arns: readonly Arn[], type: ResourceType): Arn => {
  const arn = arns.find((each) => parseArn(each).type === type);
  if (arn === undefined) throw new Error(`no ${type} among ${arns.join(', ')}`);
  return arn;
};

export type CloudOptions = {
  readonly accountId?: string;
  readonly maxTagsPerResource?: (type: ResourceType) => number;
  /** What its reads see of the table; the table itself unless given. */
  readonly reads?: Table;
  readonly clock?: () => number;
  /** Wraps the bus, to break it. */
  readonly busOf?: (bus: Bus) => Bus;
  /** What its calls have to get through; nothing unless given. */
  readonly limits?: CallLimits;
  /** Told of error codes that nobody knows. */
  readonly onUnknownError?: (code: string) => void;
};

/** Opens a simulated cloud on a table, as one process would. */
export const openTestCloud = (table: Table, options: CloudOptions = {}): TestCloud => {
  const accountId = options.accountId ?? nextAccount();
  const maxTagsPerResource = options.maxTagsPerResource ?? (() => 20);
  const events: BusEvent[] = [];
  const recording: Bus = {
    publish: async (published) => {
      events.push(...published);
    },
  };
  const simulator = createSimulatedCloud({
    operations,
    table,
    bus: options.busOf?.(recording) ?? recording,
    clock: options.clock ?? (() => now),
    newId: randomUUID,
    maxTagsPerResource,
    pause: async () => {},
  });
  const openAt = (at: { readonly region?: string }): CloudProvider =>
    createSimulatedProvider({
      ...at,
      table: options.reads ?? table,
      simulator,
      maxTagsPerResource,
      limits: options.limits,
      onUnknownError: options.onUnknownError,
    });
  const provider = openAt({});

  const answer: TestCloud['answer'] = (action, parameters = {}) => {
    const [product = '', operation = ''] = action.split('/');
    return simulator.call({
      product,
      operation,
      parameters: { RegionId: region, ...parameters },
      accountId,
      caller: { type: 'ram-user', principalId: '200000000000000001', userName: 'alice' },
    });
  };
  const act: Act = async (action, parameters) => (await answer(action, parameters)).arns;
  const read = (arn: Arn) => resourceIn(provider, arn);

  const everything = async (): Promise<readonly Resource[]> => {
    const found: Resource[] = [];
    for (const type of allResourceTypes) {
      const arns = await allPages((cursor) => provider.list(accountId, type, cursor, patientCall));
      for (const some of inChunks(arns, mostDescribed)) {
        found.push(...allSeenIn(await provider.describe(some, patientCall), some).values());
      }
    }
    return found;
  };

  return {
    accountId,
    events,
    provider,
    openAt,
    recover: () => simulator.recover(),
    answer,
    act,
    make: async (type, action, parameters) => ofType(await act(action, parameters), type),
    read,
    tagsOf: async (arn) => Object.fromEntries((await read(arn))?.tags ?? []),
    parentsOf: async (arn) => (await read(arn))?.parents,
    takeEventNames: () => events.splice(0).map(({ detail }) => detail.eventName),
    everything,
  };
};
