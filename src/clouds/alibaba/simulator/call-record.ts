import type { BusEvent } from '../../../bus/bus.ts';
import type { Caller } from '../../simulator.ts';
import { type Arn, parseArn } from '../arn.ts';
import { resourceTypes } from '../resource-types.ts';

/** Spelling of the products in calls and in the audit trail's `serviceName`, and their API versions. */
export const products = {
  Ecs: { serviceName: 'Ecs', apiVersion: '2014-05-26' },
  Vpc: { serviceName: 'Vpc', apiVersion: '2016-04-28' },
  Slb: { serviceName: 'Slb', apiVersion: '2014-05-15' },
  Nlb: { serviceName: 'Nlb', apiVersion: '2022-04-30' },
  Alb: { serviceName: 'Alb', apiVersion: '2020-06-16' },
  AliKafka: { serviceName: 'AliKafka', apiVersion: '2019-09-16' },
  Cs: { serviceName: 'CS', apiVersion: '2015-12-15' },
  Eci: { serviceName: 'Eci', apiVersion: '2018-08-08' },
  Ess: { serviceName: 'Ess', apiVersion: '2022-02-22' },
  Tag: { serviceName: 'Tag', apiVersion: '2018-08-28' },
} as const;

export type ProductName = keyof typeof products;

const flattenInto = (into: Map<string, unknown>, value: unknown, path: string): void => {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) flattenInto(into, item, `${path}.${index + 1}`);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, item] of Object.entries(value)) {
      flattenInto(into, item, path === '' ? name : `${path}.${name}`);
    }
  } else if (value !== undefined) into.set(path, value);
};

/** Parameters as the audit trail writes them: `ResourceId.1`, `Tag.1.Key`. */
const flatten = (parameters: unknown): Readonly<Record<string, unknown>> => {
  const flat = new Map<string, unknown>();
  flattenInto(flat, parameters, '');
  return Object.fromEntries(flat);
};

const referenced = (arns: readonly Arn[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    [...Map.groupBy(arns, (arn) => resourceTypes[parseArn(arn).type].trailTypes[0])].map(
      ([trailType, group]) => [trailType, group.map((arn) => parseArn(arn).id)],
    ),
  );

export type CallFacts = {
  readonly product: ProductName;
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
  readonly requestId: string;
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly caller: Caller;
  /** Undefined for what the platform does by itself: such records have no parameters. */
  readonly parameters: unknown;
  readonly response: Readonly<Record<string, unknown>>;
  readonly references: readonly Arn[];
  readonly eventType: 'ApiCall' | 'AliyunServiceEvent';
};

/**
 * Writes the ActionTrail record of a successful call, as an event for the bus. Shape: ActionTrail,
 * "Management event structure".
 */
export const callRecord = (facts: CallFacts): BusEvent => {
  const { serviceName, apiVersion } = products[facts.product];
  const product = facts.product.toLowerCase();
  const host = `${product}.${facts.region}.aliyuncs.com`;
  const requestParameters = {
    AcsHost: host,
    AcsProduct: serviceName,
    RequestId: facts.requestId,
    RegionId: facts.region,
    ...flatten(facts.parameters),
  };
  const resources = referenced(facts.references);
  return {
    source: `acs.${product}`,
    detailType: `${product}:ActionTrail:${facts.eventType}`,
    detail: {
      eventId: `${facts.requestId}-${facts.operation}`,
      eventVersion: 1,
      eventCategory: 'Management',
      eventRW: 'Write',
      eventType: facts.eventType,
      eventName: facts.operation,
      eventSource: host,
      eventTime: facts.time,
      acsRegion: facts.region,
      serviceName,
      apiVersion,
      requestId: facts.requestId,
      isGlobal: false,
      ...(facts.parameters === undefined
        ? {}
        : { requestParameters, requestParameterJson: JSON.stringify(requestParameters) }),
      responseElements: { RequestId: facts.requestId, ...facts.response },
      referencedResources: resources,
      resourceType: Object.keys(resources).join(';'),
      resourceName: Object.values(resources)
        .map((ids) => ids.join(','))
        .join(';'),
      userIdentity: { ...facts.caller, accountId: facts.accountId },
      sourceIpAddress: facts.caller.type === 'system' ? host : '127.0.0.1',
      userAgent: facts.caller.type === 'system' ? host : 'heirtag',
      recipientAccountId: facts.accountId,
    },
  };
};
