import { cutText } from '../../../model/cut-text.ts';
import { readTime } from '../../../model/event-time.ts';
import { type Fields, fieldsOf, textOf } from '../../shapes.ts';
import { lowered, valuesAt, withoutWrap } from './values.ts';

/** A record of CloudTrail as we read it. Source: CloudTrail, "Record contents". */
export type TrailRecord = {
  /** Without the API's version that some services put behind it: `CreateFunction20150331`. */
  readonly eventName: string;
  /** The service as ARNs spell it. */
  readonly service: string;
  readonly eventId: string | undefined;
  /** ISO 8601, UTC; undefined when the record says none. */
  readonly eventTime: string | undefined;
  /** Who did it; see `principalIn`. */
  readonly principal: string | undefined;
  /** Why the call did nothing; undefined for one that did something. */
  readonly failure: { readonly isDryRun: boolean; readonly reason: string } | undefined;
  readonly region: string | undefined;
  readonly accountId: string | undefined;
  /** The account of who did it. */
  readonly callerAccountId: string | undefined;
  /** Parameters and answer, without what newer calls put around them. */
  readonly request: unknown;
  readonly response: unknown;
};

/** Foreign text travels in messages and stays in tables: it may not fill those. */
const longestText = 256;

export const short = (text: string): string => cutText(text, longestText);

/** A text that is not too long; undefined for what is none. */
export const shortText = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text === undefined ? undefined : short(text);
};

/** What stands behind a role's, or a federated user's, own name in the identity's ARN. */
const sessionForm = /^arn:[^:]*:sts::[^:]*:(?:assumed-role|federated-user)\/(.+)$/;

/**
 * Who did it, by the most telling name that there is: `<role>/<session>` for whoever took a role on, a
 * user's name, a service's (`autoscaling.amazonaws.com`), `root`.
 */
const principalIn = (identity: Fields): string | undefined => {
  const arn = textOf(identity.arn) ?? '';
  const session = sessionForm.exec(arn)?.[1];
  if (session !== undefined) return short(session);
  const name = shortText(identity.username) ?? shortText(identity.invokedby);
  if (name !== undefined) return name;
  if (textOf(identity.type) === 'Root') return 'root';
  return shortText(identity.principalid) ?? (arn === '' ? undefined : short(arn));
};

/** EC2 answers false, and others say what was wrong in words alone. */
const failureIn = (fields: Fields): TrailRecord['failure'] => {
  const code = shortText(fields.errorcode);
  const reason = code ?? shortText(fields.errormessage);
  if (reason !== undefined) {
    return code?.endsWith('DryRunOperation') === true
      ? { isDryRun: true, reason: 'the call was a dry run' }
      : { isDryRun: false, reason: `the call failed: ${reason}` };
  }
  return valuesAt(fields.responseelements, '_return').includes('false')
    ? { isDryRun: false, reason: 'the call failed: it answered false' }
    : undefined;
};

const kindOf = (value: unknown): string => {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (value === '') return 'empty';
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`;
};

const serviceForm = /^([0-9a-z-]+)\.amazonaws\.com(?:\.cn)?$/i;

/** Why an object is no record; undefined when it is one. Only what a call is told by is needed. */
const problemOf = (fields: Fields, path: string): string | undefined => {
  for (const name of ['eventName', 'eventSource']) {
    const value = fields[name.toLowerCase()];
    if (typeof value === 'string' && value !== '') continue;
    return `not a CloudTrail record: ${path}${name} is ${kindOf(value)}; expected a text`;
  }
  const source = String(fields.eventsource);
  return serviceForm.test(source)
    ? undefined
    : `not a CloudTrail record: ${path}eventSource is "${short(source)}"; expected a service such as ec2.amazonaws.com`;
};

/**
 * Reads a record.
 * @param path where it stands in the event, with a dot behind; for what is told
 * @returns the record, or what is wrong with it
 */
export const readRecord = (given: Fields, path: string): TrailRecord | string => {
  const fields = lowered(given);
  const problem = problemOf(fields, path);
  if (problem !== undefined) return problem;
  const identity = lowered(fieldsOf(fields.useridentity) ?? {});
  const [, service = ''] = serviceForm.exec(String(fields.eventsource)) ?? [];
  const eventName = String(fields.eventname).replace(/\d{8}(?:v\d+)?$/, '');
  return {
    eventName,
    service: service.toLowerCase(),
    eventId: shortText(fields.eventid),
    eventTime: readTime(fields.eventtime),
    principal: principalIn(identity),
    failure: failureIn(fields),
    region: textOf(fields.awsregion),
    accountId: textOf(fields.recipientaccountid),
    callerAccountId: textOf(identity.accountid),
    request: withoutWrap(fields.requestparameters, `${eventName}Request`),
    response: withoutWrap(fields.responseelements, `${eventName}Response`),
  };
};
