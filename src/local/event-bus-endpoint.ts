import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import { sqsJson } from '../queue/sqs-json.ts';
import { compilePattern } from './event-pattern.ts';
import { type EmbeddedServer, embed } from './in-process.ts';

const entrySchema = z.looseObject({
  Source: z.string().check(z.minLength(1)),
  DetailType: z.string().check(z.minLength(1)),
  Detail: z.string(),
  EventBusName: z.optional(z.string()),
  Time: z.optional(z.number()),
  Resources: z.optional(z.array(z.string())),
});

const requestSchema = z.object({
  Entries: z.array(z.unknown()).check(z.minLength(1), z.maxLength(10)),
});

type Refusal = { readonly ErrorCode: string; readonly ErrorMessage: string };

export type EventBusOptions = {
  /** A rule's event pattern; an event goes to the queue when one of them matches. */
  readonly patterns: readonly unknown[];
  /** Stores events' texts in the changes queue, at most ten. */
  readonly deliver: (bodies: readonly string[]) => Promise<void>;
  /** Hears of each event that no pattern matches. */
  readonly onDropped?: (event: unknown) => void;
  readonly newId: () => string;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const readDetail = (text: string): Readonly<Record<string, unknown>> | undefined =>
  z.record(z.string(), z.unknown()).safeParse(readJson(text)).data;

/** Makes the event that EventBridge makes of an entry, or says why it makes none. */
const envelope = (
  raw: unknown,
  options: EventBusOptions,
): Readonly<Record<string, unknown>> | Refusal => {
  const entry = entrySchema.safeParse(raw);
  if (!entry.success) {
    return { ErrorCode: 'InvalidArgument', ErrorMessage: z.prettifyError(entry.error) };
  }
  const { Source, DetailType, Detail, Time, Resources } = entry.data;
  const detail = readDetail(Detail);
  if (detail === undefined)
    return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
  return {
    version: '0',
    id: options.newId(),
    'detail-type': DetailType,
    source: Source,
    account: '000000000000',
    time: new Date(Time === undefined ? options.clock() : Time * 1000)
      .toISOString()
      .replace(/\.\d+/, ''),
    region: 'us-east-1',
    resources: Resources ?? [],
    detail,
  };
};

/**
 * Starts an event bus in this process that speaks EventBridge's PutEvents: each entry is matched by the
 * rules' patterns and, when one matches, is stored in the changes queue before the answer goes out.
 */
export const startEventBus = (options: EventBusOptions): EmbeddedServer => {
  const matchers = options.patterns.map(compilePattern);

  const put = async (entries: readonly unknown[]) => {
    const events = entries.map((raw) => envelope(raw, options));
    const taken = events.filter((event) => !('ErrorCode' in event));
    const wanted = taken.filter((event) => matchers.some((matches) => matches(event)));
    for (const event of taken.filter((each) => !wanted.includes(each))) options.onDropped?.(event);
    if (wanted.length > 0) await options.deliver(wanted.map(sqsJson));
    return events.map((event) => ('ErrorCode' in event ? event : { EventId: event.id }));
  };

  const app = new Hono();
  app.post('/', async (context) => {
    const target = context.req.header('x-amz-target');
    if (target !== 'AWSEvents.PutEvents') {
      return context.json(
        { __type: 'UnknownOperationException', message: `${target} is not known` },
        400,
      );
    }
    const body = readJson(await context.req.text());
    if (body === undefined) {
      return context.json({ __type: 'SerializationException', message: 'not JSON' }, 400);
    }
    const request = requestSchema.safeParse(body);
    if (!request.success) {
      return context.json(
        { __type: 'ValidationException', message: z.prettifyError(request.error) },
        400,
      );
    }
    const entries = await put(request.data.Entries);
    const failed = entries.filter((entry) => 'ErrorCode' in entry).length;
    return context.json({ FailedEntryCount: failed, Entries: entries });
  });

  return embed(createServer(getRequestListener(app.fetch)), async () => {});
};
