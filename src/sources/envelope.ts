import * as z from 'zod/mini';
import { text } from '../model/fields.ts';
import { accountText, type TrailRecord, trailRecordSchema } from './trail-record.ts';

/** A record taken out of its envelope, with what only the envelope says. */
export type Unwrapped =
  | {
      readonly kind: 'record';
      readonly record: TrailRecord;
      /** As it came: what travels on over the bus. */
      readonly raw: Readonly<Record<string, unknown>>;
      readonly accountId: string | undefined;
      readonly region: string | undefined;
    }
  | { readonly kind: 'invalid'; readonly reason: string };

type Found = { readonly record: unknown; readonly path: string; readonly envelope: CloudEvent };

const cloudEventSchema = z.looseObject({
  type: text,
  data: z.unknown(),
  aliyunaccountid: accountText,
  aliyunoriginalaccountid: accountText,
  aliyunregionid: z.nullish(text),
});

type CloudEvent = Partial<z.infer<typeof cloudEventSchema>>;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const invalid = (reason: string): Unwrapped => ({ kind: 'invalid', reason });

const isTrailType = (type: unknown): boolean =>
  typeof type === 'string' && /^[^:]+:ActionTrail:[^:]+$/.test(type);

/** Takes a record out of a CloudEvents envelope (Alibaba EventBridge). */
const fromCloudEvent = (raw: Readonly<Record<string, unknown>>, path: string): Found | string => {
  const parsed = cloudEventSchema.safeParse(raw);
  if (!parsed.success) return `${path || 'the CloudEvent'}: ${z.prettifyError(parsed.error)}`;
  if (!isTrailType(parsed.data.type)) {
    return `${path}type is "${parsed.data.type.slice(0, 100)}", which is not an ActionTrail event (<service>:ActionTrail:<event type>)`;
  }
  return { record: parsed.data.data, path: `${path}data`, envelope: parsed.data };
};

const findRecord = (raw: Readonly<Record<string, unknown>>): Found | string => {
  if ('specversion' in raw) return fromCloudEvent(raw, '');
  if (!('detail-type' in raw)) return { record: raw, path: '', envelope: {} };
  const { 'detail-type': type, detail } = raw;
  if (!isTrailType(type)) {
    return `detail-type is ${typeof type === 'string' ? `"${type.slice(0, 100)}"` : `of type ${typeof type}`}, which is not an ActionTrail event (<product>:ActionTrail:<event type>)`;
  }
  return isObject(detail) && 'specversion' in detail
    ? fromCloudEvent(detail, 'detail.')
    : { record: detail, path: 'detail', envelope: {} };
};

/**
 * Takes an ActionTrail record out of whatever it comes in: nothing, a CloudEvents envelope (Alibaba
 * EventBridge), or an AWS EventBridge envelope around either.
 */
export const unwrap = (raw: unknown): Unwrapped => {
  if (!isObject(raw)) return invalid('not a JSON object');
  const found = findRecord(raw);
  if (typeof found === 'string') return invalid(found);
  const { record, path, envelope } = found;
  if (!isObject(record)) return invalid(`${path} is not a JSON object`);
  const parsed = trailRecordSchema.safeParse(record);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = [path, ...(issue?.path ?? [])].filter((part) => part !== '').join('.');
    return invalid(`not an ActionTrail record: ${where}: ${issue?.message}`);
  }
  return {
    kind: 'record',
    record: parsed.data,
    raw: record,
    accountId: envelope.aliyunoriginalaccountid ?? envelope.aliyunaccountid ?? undefined,
    region: envelope.aliyunregionid ?? undefined,
  };
};
