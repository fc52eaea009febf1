import { type Cause, nobodyNamed } from '../../../model/cause.ts';
import { readTime } from '../../../model/event-time.ts';
import type { Regions } from '../../cloud.ts';
import type { Ignored, IgnoredWhy, Reading, TagsTold, Touched, Unnamed } from '../../reading.ts';
import { fieldsOf } from '../../shapes.ts';
import { type Arn, typeOf } from '../arn.ts';
import { type ApiCall, tagNotice } from '../calls.ts';
import { watchedCalls, watchedNotices } from '../catalogue.ts';
import { supportedRegions } from '../regions.ts';
import { type Unwrapped, unwrap } from './envelope.ts';
import { named, namedByArn, type Scope } from './named.ts';
import { type Notice, toldBy } from './notices.ts';
import { touchPoints } from './touch-points.ts';
import { short, shortText, type TrailRecord } from './trail-record.ts';
import { valuesAt } from './values.ts';

type Proper = Exclude<Unwrapped, { kind: 'invalid' }>;

/** No API call names more resources; an event that does is not one of the cloud's. */
const mostResources = 1000;

const ignored = (why: IgnoredWhy, reason: string): Ignored => ({ kind: 'ignored', why, reason });
const invalid = (reason: string): Reading => ({ kind: 'invalid', reason });

const isAccount = (text: string): boolean => /^\d{12}$/.test(text);

/** Where an event happened, as far as it says: whose account a call was made in is not who made it. */
export const scopeOf = (event: Proper): { readonly [Name in keyof Scope]: string | undefined } => {
  const { around } = event;
  if (event.kind === 'notice') return { accountId: around.accountId, region: around.region };
  const { record } = event;
  return {
    accountId: record.accountId ?? around.accountId ?? record.callerAccountId,
    region: record.region ?? around.region,
  };
};

/** When an event happened, as it says. ISO 8601, UTC. */
export const timeOf = (event: Proper): string | undefined =>
  (event.kind === 'call' ? event.record.eventTime : undefined) ?? readTime(event.around.time);

const causeOf = (event: Proper, eventName: string): Cause => {
  const { around } = event;
  const record = event.kind === 'call' ? event.record : undefined;
  return {
    eventId: record?.eventId ?? shortText(around.eventId) ?? 'unknown',
    eventName,
    eventTime: timeOf(event) ?? '',
    principal: record?.principal ?? nobodyNamed,
    ...(around.isReplay ? { isReplay: true } : {}),
  };
};

const findCall = ({ service, eventName }: TrailRecord): ApiCall | undefined =>
  watchedCalls.find((call) => call === `${service}:${eventName}`);

/** What an event of a known kind touches, or why it touches nothing. */
type Found = {
  readonly eventName: string;
  readonly touched: readonly Touched[];
  readonly unnamed?: readonly Unnamed[];
  readonly tagsTold?: TagsTold;
};

const touchedOnce = (
  arns: readonly (Arn | undefined)[],
  isGone: (arn: Arn) => boolean,
): readonly Touched[] => {
  const known = arns.filter((arn) => arn !== undefined);
  return [...new Set(known)].map((arn) => ({ arn, isGone: isGone(arn) }));
};

const foundByCall = (call: ApiCall, record: TrailRecord, scope: Scope): Found => {
  const { finds, deletes, unnamed = [] } = touchPoints[call];
  const arns = finds.flatMap((find) => find(record, scope));
  return {
    eventName: record.eventName,
    touched: touchedOnce(arns, (arn) => typeOf(arn) === deletes),
    unnamed: unnamed.map((type) => ({ ...scope, type })),
  };
};

/** Undefined where a notice does not say so. */
const tagsToldBy = ({ detail }: Notice): TagsTold | undefined => {
  const tags = fieldsOf(detail.tags);
  const changedKeys = valuesAt(detail, 'changed-tag-keys');
  if (tags === undefined || changedKeys.length === 0) return undefined;
  const values = Object.entries(tags).map(([key, value]) => [key, String(value)] as const);
  return { changedKeys, tags: new Map(values) };
};

const foundByTags = (notice: Notice, scope: Scope): Found => {
  const { resources } = notice;
  const arns = valuesAt({ resources }, 'resources').map((text) => namedByArn(text, scope));
  const touched = touchedOnce(arns, () => false);
  const tagsTold = touched.length === 1 ? tagsToldBy(notice) : undefined;
  return { eventName: tagNotice, touched, ...(tagsTold && { tagsTold }) };
};

const serviceOf = ({ source }: Notice): string => source.slice('aws.'.length);

const foundByNotice = (notice: Notice, scope: Scope): Found | Ignored => {
  if (notice.type === tagNotice) return foundByTags(notice, scope);
  const told = toldBy(notice);
  const isWatched = watchedNotices.some((each) => each === `${serviceOf(notice)}:${told?.name}`);
  if (told === undefined || !isWatched) {
    const name = told?.name ?? notice.type;
    return ignored('UnwatchedCall', `no rule watches ${short(notice.source)} ${short(name)}`);
  }
  if (told.hasFailed) return ignored('FailedCall', `${told.name} says that it failed`);
  const arns = told.texts
    .map((text) => named(told.type, text, scope))
    .filter((arn) => arn !== undefined);
  return { eventName: told.name, touched: touchedOnce(arns, () => told.isGone) };
};

/** Why an event touches nothing, whatever it names; undefined when it may touch something. */
const whyIgnored = (event: Proper): Ignored | undefined => {
  if (event.kind === 'notice') return undefined;
  const { failure, service, eventName } = event.record;
  if (failure !== undefined) {
    return ignored(failure.isDryRun ? 'DryRun' : 'FailedCall', failure.reason);
  }
  return findCall(event.record) === undefined
    ? ignored('UnwatchedCall', `no rule watches ${short(service)} ${short(eventName)}`)
    : undefined;
};

const findIn = (event: Proper, scope: Scope): Found | Ignored => {
  if (event.kind === 'notice') return foundByNotice(event, scope);
  const call = findCall(event.record);
  return call === undefined
    ? { eventName: event.record.eventName, touched: [] }
    : foundByCall(call, event.record, scope);
};

/** Reads an event that was taken out of what it came in. */
export const readUnwrapped = (event: Proper, regions: Regions): Reading => {
  const why = whyIgnored(event);
  if (why !== undefined) return why;
  const { accountId, region } = scopeOf(event);
  if (accountId === undefined) {
    return invalid(
      'recipientAccountId, account and userIdentity.accountId name no account; add one, or send the event for an account',
    );
  }
  if (!isAccount(accountId)) {
    return invalid(
      `recipientAccountId: "${short(accountId)}" names no account of AWS, which has 12 digits`,
    );
  }
  if (region === undefined) return invalid('awsRegion is missing');
  if (!regions.has(region)) {
    return ignored('OtherRegion', `region ${short(region)} is not supported`);
  }
  const found = findIn(event, { region, accountId });
  if ('kind' in found) return found;
  const { eventName, touched, unnamed = [], tagsTold } = found;
  if (touched.length > mostResources) {
    return invalid(`${touched.length} resources in one event; at most ${mostResources} are read`);
  }
  if (touched.length === 0 && unnamed.length === 0) {
    return ignored('NoResource', `${short(eventName)} names no resource of a rule`);
  }
  return {
    kind: 'touched',
    resources: touched,
    ...(unnamed.length === 0 ? {} : { unnamed }),
    ...(tagsTold && { tagsTold }),
    cause: causeOf(event, eventName),
  };
};

/**
 * Says which resources an event touches. Pure, total, and never more than that: what to do about
 * them is decided from the state of the world.
 * @param raw a record of CloudTrail, or an event as EventBridge delivers it
 */
export const readEvent = (raw: unknown, regions: Regions = supportedRegions): Reading => {
  const event = unwrap(raw);
  return event.kind === 'invalid' ? event : readUnwrapped(event, regions);
};
