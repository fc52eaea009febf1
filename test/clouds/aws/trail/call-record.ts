/** A call that succeeded, as an SDK knows it. */
export type MadeCall = {
  readonly service: string;
  /** Such as `AttachVolume`. */
  readonly name: string;
  readonly input: object;
  readonly output: object;
};

/** Where calls are made, and by whom. */
export type Scope = {
  readonly accountId: string;
  readonly region: string;
  readonly userIdentity: object;
};

/** What is of one event alone. */
export type Stamp = { readonly id: string; readonly time: string };

/** EC2 tells these calls in an element of their own, with the API's names. Source: recorded events. */
const wrapped: ReadonlySet<string> = new Set([
  'AssociateNatGatewayAddress',
  'CreateNatGateway',
  'CreateSnapshots',
  'DeleteNatGateway',
  'DisassociateNatGatewayAddress',
]);

/** Lists of EC2 that have another name in the trail, and the name of one item where it is a single text. */
const ec2Lists: ReadonlyMap<string, readonly [set: string, item?: string]> = new Map([
  ['InstanceIds', ['instancesSet', 'instanceId']],
  ['Instances', ['instancesSet']],
  ['NetworkInterfaces', ['networkInterfaceSet']],
  ['Resources', ['resourcesSet', 'resourceId']],
  ['Snapshots', ['snapshotSet']],
  ['Tags', ['tagSet']],
]);

/** Calls that carry the version of their API in the trail. */
const versioned: ReadonlyMap<string, string> = new Map([
  ['CreateFunction', 'CreateFunction20150331'],
  ['DeleteFunction', 'DeleteFunction20150331'],
  ['TagResource', 'TagResource20170331v2'],
  ['UntagResource', 'UntagResource20170331v2'],
]);

const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** How the trail writes what an SDK gives and takes. */
const writtenAs =
  (
    nameOf: (name: string) => string,
    listOf: (name: string, items: readonly unknown[]) => unknown,
  ) =>
  (value: unknown): unknown => {
    const write = writtenAs(nameOf, listOf);
    if (value instanceof Date) return value.getTime();
    if (Array.isArray(value)) return value.map(write);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== '$metadata')
        .map(([name, each]) => {
          const set = ec2Lists.get(name)?.[0];
          return Array.isArray(each)
            ? [
                listOf === plainList ? nameOf(name) : (set ?? nameOf(name)),
                listOf(name, each.map(write)),
              ]
            : [nameOf(name), write(each)];
        }),
    );
  };

const plainList = (_: string, items: readonly unknown[]): unknown => items;

/** One item of a list, under the name that EC2 gives it. */
const ofSet = (name: string, item: unknown): unknown => {
  const field = ec2Lists.get(name)?.[1];
  return field === undefined || isObject(item) ? item : { [field]: item };
};

const items = (name: string, list: readonly unknown[]): unknown => ({
  items: list.map((each) => ofSet(name, each)),
});

/** Newer calls have one item alone where there is but one. */
const item = (_: string, list: readonly unknown[]): unknown => ({
  item: list.length === 1 ? list[0] : list,
});

const asItIs = (name: string): string => name;

const parametersOf = ({ service, name, input }: MadeCall): unknown => {
  if (service !== 'ec2') return writtenAs(lowerFirst, plainList)(input);
  return wrapped.has(name)
    ? { [`${name}Request`]: writtenAs(asItIs, plainList)(input) }
    : writtenAs(lowerFirst, items)(input);
};

const answerOf = ({ service, name, output }: MadeCall): unknown => {
  if (service !== 'ec2') return writtenAs(lowerFirst, plainList)(output);
  return wrapped.has(name)
    ? { [`${name}Response`]: writtenAs(lowerFirst, item)(output) }
    : { ...Object(writtenAs(lowerFirst, items)(output)), _return: true };
};

/**
 * The record that CloudTrail writes of a call, as EventBridge delivers it.
 * @param stamp its id, and when the call was made, ISO 8601
 */
export const eventOfCall = (call: MadeCall, scope: Scope, { id, time }: Stamp): object => ({
  version: '0',
  id: `bus-${id}`,
  'detail-type': 'AWS API Call via CloudTrail',
  source: `aws.${call.service}`,
  account: scope.accountId,
  region: scope.region,
  time,
  resources: [],
  detail: {
    eventVersion: '1.11',
    userIdentity: scope.userIdentity,
    eventTime: time,
    eventSource: `${call.service}.amazonaws.com`,
    eventName: (call.service === 'lambda' ? versioned.get(call.name) : undefined) ?? call.name,
    awsRegion: scope.region,
    requestParameters: parametersOf(call),
    responseElements: answerOf(call),
    eventID: id,
    readOnly: /^(Describe|Get|List)/.test(call.name),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: scope.accountId,
  },
});
