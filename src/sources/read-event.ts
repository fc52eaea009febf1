import type { BusEvent } from '../bus/bus.ts';
import { isAccountId } from '../model/account.ts';
import { type Arn, formatArn, isArn, parseArn, readArn } from '../model/arn.ts';
import type { Cause } from '../model/cause.ts';
import { isoTime } from '../model/clock.ts';
import type { ApiCall } from '../rules/calls.ts';
import { watchedCalls } from '../rules/catalogue.ts';
import { type Regions, supportedRegions } from '../rules/regions.ts';
import { type Unwrapped, unwrap } from './envelope.ts';
import { type Flat, flatten } from './flatten.ts';
import type { Reading, Touched } from './reading.ts';
import { referencedIn } from './referenced.ts';
import { type Named, touchPoints } from './touch-points.ts';
import { callEventTypes, type TrailRecord } from './trail-record.ts';

type Wrapped = Extract<Unwrapped, { kind: 'record' }>;

/** No API call names more resources; a record that does is not one of the cloud's. */
const mostResources = 1000;
const longestText = 256;

const ignored = (reason: string): Reading => ({ kind: 'ignored', reason });
const invalid = (reason: string): Reading => ({ kind: 'invalid', reason });

const productOf = ({ serviceName }: TrailRecord): string => serviceName.toLowerCase();

const findCall = (record: TrailRecord): ApiCall | undefined =>
  watchedCalls.find((call) => call === `${productOf(record)}:${record.eventName}`);

/** Why a record touches nothing although it is well-formed; undefined when it may touch something. */
const whyIgnored = (record: TrailRecord, request: Flat): string | undefined => {
  if (!callEventTypes.some((type) => type === record.eventType)) {
    return `event type ${record.eventType} is no call: expected ${callEventTypes.join(', ')}`;
  }
  if (record.errorCode || record.errorMessage) {
    return `the call failed: ${record.errorCode || record.errorMessage}`;
  }
  if (request.get('DryRun')?.toLowerCase() === 'true') return 'the call was a dry run';
  if (findCall(record) === undefined) {
    return `no rule watches ${record.serviceName} ${record.eventName}`;
  }
  return undefined;
};

type Scope = { readonly region: string; readonly accountId: string };

const arnOf = (named: Named, scope: Scope): Arn | undefined => {
  if (!('arn' in named)) {
    const arn = formatArn({ ...named, ...scope });
    return isArn(arn) ? arn : undefined;
  }
  const ref = readArn(named.arn);
  if (ref === undefined) return undefined;
  return formatArn({
    ...ref,
    region: ref.region === '*' ? scope.region : ref.region,
    accountId: ref.accountId === '*' ? scope.accountId : ref.accountId,
  });
};

const touchedBy = (
  call: ApiCall,
  record: TrailRecord,
  { request, scope }: { readonly request: Flat; readonly scope: Scope },
): readonly Touched[] => {
  const { finds, deletes } = touchPoints[call];
  const response = flatten(record.responseElements);
  const found = finds.flatMap((find) => find({ request, response }));
  const named = found.length > 0 ? found : referencedIn(record);
  const touched = new Map<Arn, Touched>();
  for (const each of named) {
    const arn = arnOf(each, scope);
    if (arn !== undefined) touched.set(arn, { arn, isGone: parseArn(arn).type === deletes });
  }
  return [...touched.values()];
};

/** Causes travel in messages and stay in records: nobody's text may fill those. */
const short = (text: string): string => text.slice(0, longestText);

const causeOf = ({ eventId, eventName, eventTime, userIdentity }: TrailRecord): Cause => {
  const time = Date.parse(eventTime ?? '');
  return {
    eventId: short(eventId ?? 'unknown'),
    eventName,
    // An event without a usable time counts as old: then "not found" is final.
    eventTime: isoTime(Number.isNaN(time) ? 0 : time),
    principal: short(userIdentity?.userName ?? userIdentity?.principalId ?? 'unknown'),
  };
};

/** Where an event happened, as far as it says: whose account a call was made in is not who made it. */
const scopeOf = (
  { record, accountId, region }: Wrapped,
  request: Flat,
): { readonly [Name in keyof Scope]: string | undefined } => ({
  accountId: record.recipientAccountId || accountId || record.userIdentity?.accountId || undefined,
  region: record.acsRegion || request.get('RegionId') || region || undefined,
});

const requestOf = (record: TrailRecord): Flat =>
  flatten(record.requestParameters, record.requestParameterJson);

/**
 * Says which resources an event touches. Pure, total, and never more than that: what to do about
 * them is decided from the state of the world.
 * @param raw an ActionTrail record, alone or in a CloudEvents or AWS EventBridge envelope
 */
export const readEvent = (raw: unknown, regions: Regions = supportedRegions): Reading => {
  const wrapped = unwrap(raw);
  if (wrapped.kind === 'invalid') return wrapped;
  const { record } = wrapped;
  const request = requestOf(record);
  const why = whyIgnored(record, request);
  if (why !== undefined) return ignored(why);

  const { accountId, region } = scopeOf(wrapped, request);
  if (accountId === undefined || !isAccountId(accountId)) {
    return invalid(`recipientAccountId and userIdentity.accountId name no account`);
  }
  if (region === undefined) return invalid('acsRegion is missing');
  if (!regions.has(region)) return ignored(`region ${region} is not supported`);

  const call = findCall(record);
  const resources =
    call === undefined ? [] : touchedBy(call, record, { request, scope: { region, accountId } });
  if (resources.length > mostResources) {
    return invalid(`${resources.length} resources in one event; at most ${mostResources} are read`);
  }
  return resources.length === 0
    ? ignored(`${record.eventName} names no resource of a rule`)
    : { kind: 'touched', resources, cause: causeOf(record) };
};

/**
 * Puts an event of any accepted form into the bus's own. The record travels on as it came, with the
 * account and the region that stand elsewhere in the event.
 * @param accountId whose the event is when it does not say so
 */
export const toBusEvent = (
  raw: unknown,
  accountId?: string,
):
  | { readonly kind: 'event'; readonly event: BusEvent }
  | { readonly kind: 'invalid'; readonly reason: string } => {
  const wrapped = unwrap(raw);
  if (wrapped.kind === 'invalid') return wrapped;
  const { record } = wrapped;
  const scope = scopeOf(wrapped, requestOf(record));
  const account = scope.accountId ?? accountId;
  const detail = {
    ...wrapped.raw,
    ...(account === undefined ? {} : { recipientAccountId: account }),
    ...(scope.region === undefined ? {} : { acsRegion: scope.region }),
  };
  const reading = readEvent(detail);
  if (reading.kind === 'invalid') return reading;
  const product = productOf(record);
  return {
    kind: 'event',
    event: {
      source: `acs.${product}`,
      detailType: `${product}:ActionTrail:${record.eventType}`,
      detail,
    },
  };
};
