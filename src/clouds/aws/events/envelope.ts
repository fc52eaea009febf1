import { cutText } from '../../../model/cut-text.ts';
import { type Fields, fieldsOf, readJson, textOf } from '../../shapes.ts';
import { readRecord, type TrailRecord } from './trail-record.ts';

/** What the bus writes around what a service or CloudTrail told. */
export type Around = {
  readonly eventId: string | undefined;
  readonly accountId: string | undefined;
  readonly region: string | undefined;
  /** When it happened, as it came. */
  readonly time: unknown;
  /** The bus took it out of its archive. Source: EventBridge user guide, "Replaying archived events". */
  readonly isReplay: boolean;
};

/** An event taken out of what it comes in. */
export type Unwrapped =
  /** A record of CloudTrail. */
  | {
      readonly kind: 'call';
      readonly record: TrailRecord;
      readonly around: Around;
      /** As it came: what travels on over the bus. */
      readonly raw: Fields;
    }
  /** What a service tells on the bus by itself. */
  | {
      readonly kind: 'notice';
      readonly source: string;
      /** What kind of notice: its `detail-type`. */
      readonly type: string;
      readonly resources: unknown;
      readonly detail: Fields;
      readonly around: Around;
      readonly raw: Fields;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

const nothingAround: Around = {
  eventId: undefined,
  accountId: undefined,
  region: undefined,
  time: undefined,
  isReplay: false,
};

const invalid = (reason: string): Unwrapped => ({ kind: 'invalid', reason });

const aroundOf = (event: Fields): Around => ({
  eventId: textOf(event.id),
  accountId: textOf(event.account),
  region: textOf(event.region),
  time: event.time,
  isReplay: textOf(event['replay-name']) !== undefined,
});

const callIn = (raw: Fields, path: string, around: Around): Unwrapped => {
  const record = readRecord(raw, path);
  return typeof record === 'string' ? invalid(record) : { kind: 'call', record, around, raw };
};

/** Takes an event out of what EventBridge writes around it. @param isReplay what is around that says so */
const fromBus = (event: Fields, isReplay = false): Unwrapped => {
  const type = textOf(event['detail-type']) ?? '';
  const detail = fieldsOf(event.detail);
  if (detail === undefined) return invalid('detail is not a JSON object');
  const around = aroundOf(event);
  const known = { ...around, isReplay: isReplay || around.isReplay };
  // One that was sent by hand: nobody but AWS may put events of its sources on a bus.
  if ('detail-type' in detail) return fromBus(detail, known.isReplay);
  if (/ via CloudTrail$/.test(type)) return callIn(detail, 'detail.', known);
  const source = textOf(event.source) ?? '';
  if (!source.startsWith('aws.')) {
    return invalid(
      `detail-type is "${cutText(type, 100)}" and source "${cutText(source, 100)}": expected an event of AWS, such as "AWS API Call via CloudTrail" from aws.ec2`,
    );
  }
  return {
    kind: 'notice',
    source,
    type,
    resources: event.resources,
    detail,
    around: known,
    raw: event,
  };
};

/**
 * Takes an event out of whatever it comes in: what EventBridge writes around it, once or twice over, an
 * answer of CloudTrail's LookupEvents, or nothing. Each may be a JSON text.
 */
export const unwrap = (given: unknown): Unwrapped => {
  const event = fieldsOf(given);
  if (event === undefined) return invalid('not a JSON object');
  if ('detail-type' in event) return fromBus(event);
  const { CloudTrailEvent: text } = event;
  if (text === undefined) return callIn(event, '', nothingAround);
  const record = fieldsOf(typeof text === 'string' ? readJson(text) : text);
  return record === undefined
    ? invalid('CloudTrailEvent is not a JSON object')
    : callIn(record, 'CloudTrailEvent.', nothingAround);
};
