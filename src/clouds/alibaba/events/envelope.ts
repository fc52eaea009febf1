import { cutText } from '../../../model/cut-text.ts';
import { type Fields, fieldsOf, readJson, textOf } from '../../shapes.ts';
import { accountText, readRecord, type TrailRecord } from './trail-record.ts';

/** A record taken out of its envelope, with what only the envelope says. */
export type Unwrapped =
  | {
      readonly kind: 'record';
      readonly record: TrailRecord;
      /** As it came: what travels on over the bus. */
      readonly raw: Fields;
      readonly accountId: string | undefined;
      readonly region: string | undefined;
      /** When it happened, as it came. */
      readonly time: unknown;
      /** The bus took it out of its archive. Source: EventBridge user guide, "Replaying archived events". */
      readonly isReplay: boolean;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

type Found = { readonly record: unknown; readonly path: string; readonly envelope: Fields };

const invalid = (reason: string): Unwrapped => ({ kind: 'invalid', reason });

const longestType = 100;

const isTrailType = (type: unknown): boolean =>
  typeof type === 'string' && /^[^:]+:ActionTrail:[^:]+$/.test(type);

const typeShown = (type: unknown): string =>
  typeof type === 'string' ? `"${cutText(type, longestType)}"` : `of type ${typeof type}`;

/** Takes a record out of a CloudEvents envelope (Alibaba EventBridge). */
const fromCloudEvent = (envelope: Fields, path: string): Found | string => {
  const { type, data, data_base64: base64 } = envelope;
  if (!isTrailType(type)) {
    return `${path}type is ${typeShown(type)}, which is not an ActionTrail event (<service>:ActionTrail:<event type>)`;
  }
  if (data !== undefined || typeof base64 !== 'string') {
    return { record: data, path: `${path}data`, envelope };
  }
  const record = readJson(Buffer.from(base64, 'base64').toString());
  return { record, path: `${path}data_base64`, envelope };
};

/** A line of Simple Log Service, to which trails deliver. Source: SLS, "Log fields" of ActionTrail. */
const isLogLine = (raw: Fields): boolean =>
  '__topic__' in raw || ('event' in raw && !('eventName' in raw));

const findRecord = (raw: Fields): Found | string => {
  if ('specversion' in raw) return fromCloudEvent(raw, '');
  if (isLogLine(raw)) {
    return { record: raw.event, path: 'event', envelope: { aliyunaccountid: raw.owner_id } };
  }
  if (!('detail-type' in raw)) return { record: raw, path: '', envelope: {} };
  const { 'detail-type': type, detail } = raw;
  if (!isTrailType(type)) {
    return `detail-type is ${typeShown(type)}, which is not an ActionTrail event (<product>:ActionTrail:<event type>)`;
  }
  const inner = fieldsOf(detail);
  return inner !== undefined && 'specversion' in inner
    ? fromCloudEvent(inner, 'detail.')
    : { record: detail, path: 'detail', envelope: {} };
};

/**
 * Takes an ActionTrail record out of whatever it comes in: nothing, a CloudEvents envelope (Alibaba
 * EventBridge), an AWS EventBridge envelope around either, or a line of Simple Log Service. Each may be
 * a JSON text.
 */
export const unwrap = (given: unknown): Unwrapped => {
  const event = fieldsOf(given);
  if (event === undefined) return invalid('not a JSON object');
  const found = findRecord(event);
  if (typeof found === 'string') return invalid(found);
  const { path, envelope } = found;
  const raw = fieldsOf(found.record);
  if (raw === undefined) return invalid(`${path} is not a JSON object`);
  const record = readRecord(raw, path === '' ? '' : `${path}.`);
  if (typeof record === 'string') return invalid(record);
  return {
    kind: 'record',
    record,
    raw,
    accountId:
      accountText(envelope.aliyunoriginalaccountid) ?? accountText(envelope.aliyunaccountid),
    region: textOf(envelope.aliyunregionid),
    time: envelope.time,
    isReplay: textOf(event['replay-name']) !== undefined,
  };
};
