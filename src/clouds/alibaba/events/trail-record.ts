import { cutText } from '../../../model/cut-text.ts';
import { readTime } from '../../../model/event-time.ts';
import { type Fields, fieldsOf, textOf } from '../../shapes.ts';
import { type Flat, flatten } from './flatten.ts';

/**
 * An ActionTrail record as we read it, whatever shapes its values came in. Source: ActionTrail,
 * "Management event structure"; trails, their exports and collectors write lists, objects, numbers and
 * JSON texts for the same thing.
 */
export type TrailRecord = {
  readonly eventName: string;
  readonly serviceName: string;
  /** The service as event sources spell it. */
  readonly product: string;
  readonly eventType: string;
  readonly eventId: string | undefined;
  /** ISO 8601, UTC; undefined when the record says none. */
  readonly eventTime: string | undefined;
  /** Who did it. */
  readonly principal: string | undefined;
  /** Why the call failed; undefined for one that did not. */
  readonly failure: string | undefined;
  readonly region: string | undefined;
  /** In whose account; may be no account's name. */
  readonly accountId: string | undefined;
  /** The account of who did it. */
  readonly callerAccountId: string | undefined;
  readonly request: Flat;
  readonly response: Flat;
  readonly referencedResources: unknown;
  readonly resourceType: unknown;
  readonly resourceName: unknown;
};

/** Foreign text travels in messages and stays in tables: it may not fill those. */
const longestText = 256;

export const short = (text: string): string => cutText(text, longestText);

const shortText = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : short(text);
};

/** The text of an account, which is a text or a number. One that JSON cannot hold names nobody's. */
export const accountText = (value: unknown): string | undefined => {
  if (value === null || value === undefined || value === '') return undefined;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return `${value}, rounded`;
  return textOf(value) ?? `(${Array.isArray(value) ? 'a list' : 'an object'})`;
};

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
};

/** Why an object is no record; undefined when it is one. Only what a call is told by is needed. */
const problemOf = (fields: Fields, path: string): string | undefined => {
  for (const name of ['eventName', 'serviceName']) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'string' && value !== '') continue;
    return `not an ActionTrail record: ${path}${name} is ${kindOf(value)}; expected a text`;
  }
  return undefined;
};

/**
 * Reads a record.
 * @param path where it stands in the event, with a dot behind; for what is told
 * @returns the record, or what is wrong with it
 */
export const readRecord = (fields: Fields, path: string): TrailRecord | string => {
  const problem = problemOf(fields, path);
  if (problem !== undefined) return problem;
  const identity = fieldsOf(fields.userIdentity) ?? {};
  const serviceName = String(fields.serviceName);
  const eventType = textOf(fields.eventType) ?? '';
  return {
    eventName: String(fields.eventName),
    serviceName,
    product: serviceName.toLowerCase(),
    eventType: /^[0-9A-Za-z]{1,40}$/.test(eventType) ? eventType : 'ApiCall',
    eventId: shortText(fields.eventId),
    eventTime: readTime(fields.eventTime),
    principal: shortText(identity.userName) ?? shortText(identity.principalId),
    failure: shortText(fields.errorCode) ?? shortText(fields.errorMessage),
    region: textOf(fields.acsRegion),
    accountId: accountText(fields.recipientAccountId),
    callerAccountId: accountText(identity.accountId),
    request: flatten(fields.requestParameters, fields.requestParameterJson),
    response: flatten(fields.responseElements),
    referencedResources: fields.referencedResources,
    resourceType: fields.resourceType,
    resourceName: fields.resourceName,
  };
};
