import { isAccountId } from '../../../model/account.ts';
import { type Cause, nobodyNamed } from '../../../model/cause.ts';
import { readTime } from '../../../model/event-time.ts';
import type { Regions } from '../../cloud.ts';
import type { Ignored, IgnoredWhy, Reading, Touched } from '../../reading.ts';
import { type Arn, typeOf } from '../arn.ts';
import type { ApiCall } from '../calls.ts';
import { watchedCalls } from '../catalogue.ts';
import { kafkaId } from '../kafka-names.ts';
import { supportedRegions } from '../regions.ts';
import { type Unwrapped, unwrap } from './envelope.ts';
import { valuesAt } from './flatten.ts';
import { arnOf, type Named, type Scope } from './named.ts';
import { referencedIn } from './referenced.ts';
import { touchPoints } from './touch-points.ts';
import { short, type TrailRecord } from './trail-record.ts';

export type Wrapped = Extract<Unwrapped, { kind: 'record' }>;

/** No API call names more resources; a record that does is not one of the cloud's. */
const mostResources = 1000;

const ignored = (why: IgnoredWhy, reason: string): Ignored => ({ kind: 'ignored', why, reason });
const invalid = (reason: string): Reading => ({ kind: 'invalid', reason });

const findCall = ({ product, eventName }: TrailRecord): ApiCall | undefined =>
  watchedCalls.find((call) => call === `${product}:${eventName}`);

/** Why a record touches nothing, whatever it names; undefined when it may touch something. */
const whyIgnored = ({ failure, request }: TrailRecord): Ignored | undefined => {
  if (failure !== undefined) return ignored('FailedCall', `the call failed: ${failure}`);
  if (request.get('DryRun')?.toLowerCase() === 'true') {
    return ignored('DryRun', 'the call was a dry run');
  }
  return undefined;
};

/** Within Kafka, some write the name that is tagged, others the name within the instance. */
const ofInstance = (named: Named, { request }: TrailRecord): Named => {
  const isWithin = named.type === 'Kafka-Topic' || named.type === 'Kafka-ConsumerGroup';
  const [instance] = valuesAt(request, 'InstanceId');
  return !isWithin || instance === undefined || named.id.startsWith('Kafka_')
    ? named
    : { ...named, id: kafkaId({ instance, name: named.id }) };
};

/** What the parameters name and what the record references: a look too many costs less than a tag. */
const namedIn = (call: ApiCall, record: TrailRecord): readonly Named[] => {
  const { finds } = touchPoints[call];
  const inCall = finds.flatMap((find) => find.in(record));
  const references = referencedIn(record).map((each) => ofInstance(each, record));
  if (inCall.length === 0) return references;
  const types = new Set(finds.flatMap((find) => find.types));
  return [...inCall, ...references.filter(({ type }) => types.has(type))];
};

const touchedBy = (call: ApiCall, record: TrailRecord, scope: Scope): readonly Touched[] => {
  const { deletes } = touchPoints[call];
  const touched = new Map<Arn, Touched>();
  for (const each of namedIn(call, record)) {
    const arn = arnOf(each, scope);
    if (arn !== undefined) touched.set(arn, { arn, isGone: typeOf(arn) === deletes });
  }
  return [...touched.values()];
};

const causeOf = ({ record, time, isReplay }: Wrapped): Cause => ({
  eventId: record.eventId ?? 'unknown',
  eventName: record.eventName,
  eventTime: record.eventTime ?? readTime(time) ?? '',
  principal: record.principal ?? nobodyNamed,
  ...(isReplay ? { isReplay } : {}),
});

/** Where an event happened, as far as it says: whose account a call was made in is not who made it. */
export const scopeOf = ({
  record,
  accountId,
  region,
}: Wrapped): { readonly [Name in keyof Scope]: string | undefined } => ({
  accountId: record.accountId ?? accountId ?? record.callerAccountId,
  region: record.region ?? valuesAt(record.request, 'RegionId')[0] ?? region,
});

/** Reads an event that was taken out of its envelope. */
export const readWrapped = (wrapped: Wrapped, regions: Regions): Reading => {
  const { record } = wrapped;
  const why = whyIgnored(record);
  if (why !== undefined) return why;
  const call = findCall(record);
  if (call === undefined) {
    return ignored(
      'UnwatchedCall',
      `no rule watches ${short(record.serviceName)} ${short(record.eventName)}`,
    );
  }
  const { accountId, region } = scopeOf(wrapped);
  if (accountId === undefined) {
    return invalid(
      'recipientAccountId and userIdentity.accountId name no account; add one, or send the event for an account',
    );
  }
  if (!isAccountId(accountId)) {
    return invalid(`recipientAccountId: "${short(accountId)}" names no account`);
  }
  if (region === undefined) return invalid('acsRegion is missing');
  if (!regions.has(region)) {
    return ignored('OtherRegion', `region ${short(region)} is not supported`);
  }
  const resources = touchedBy(call, record, { region, accountId });
  if (resources.length > mostResources) {
    return invalid(`${resources.length} resources in one event; at most ${mostResources} are read`);
  }
  return resources.length === 0
    ? ignored('NoResource', `${record.eventName} names no resource of a rule`)
    : { kind: 'touched', resources, cause: causeOf(wrapped) };
};

/**
 * Says which resources an event touches. Pure, total, and never more than that: what to do about
 * them is decided from the state of the world.
 * @param raw an ActionTrail record, alone or in a CloudEvents or AWS EventBridge envelope
 */
export const readEvent = (raw: unknown, regions: Regions = supportedRegions): Reading => {
  const wrapped = unwrap(raw);
  return wrapped.kind === 'invalid' ? wrapped : readWrapped(wrapped, regions);
};
