import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from '@aws-sdk/client-eventbridge';
import { awsError } from '../aws/aws-errors.ts';
import { inBatches, sendAll } from '../aws/batches.ts';
import { InvalidInputError } from '../model/errors.ts';
import { readTime } from '../model/event-time.ts';
import type { Bus, BusEvent } from './bus.ts';

/** Limits of PutEvents: 10 entries, 1 MiB together. */
const most = { count: 10, bytes: 1_048_576 } as const;

/** How EventBridge counts an entry: time 14 bytes, then the texts. */
const sizeOf = ({ Source, DetailType, Detail }: PutEventsRequestEntry): number =>
  14 + [Source, DetailType, Detail].reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);

const timeOf = ({ detail }: BusEvent): { Time?: Date } => {
  const time = readTime(detail.eventTime);
  return time === undefined ? {} : { Time: new Date(time) };
};

/** Opens an event bus. @param client the same each time */
export const createEventBridgeBus = ({
  client,
  busName,
}: {
  readonly client: () => EventBridgeClient;
  readonly busName: string;
}): Bus => {
  const entryOf = (event: BusEvent): PutEventsRequestEntry => {
    const entry = {
      EventBusName: busName,
      Source: event.source,
      DetailType: event.detailType,
      Detail: JSON.stringify(event.detail),
      ...timeOf(event),
    };
    if (sizeOf(entry) <= most.bytes) return entry;
    throw new InvalidInputError({
      code: 'EventTooLarge',
      message: `event ${String(event.detail.eventId)} has ${sizeOf(entry)} bytes; the bus takes at most ${most.bytes}`,
    });
  };

  const putBatch = async (entries: readonly PutEventsRequestEntry[]) => {
    const answer = await client()
      .send(new PutEventsCommand({ Entries: [...entries] }))
      .catch((error: unknown) => {
        throw awsError(`put ${entries.length} events on the bus ${busName}`, error);
      });
    return (answer.Entries ?? []).flatMap(({ ErrorCode, ErrorMessage }, index) => {
      const entry = entries[index];
      return ErrorCode === undefined || entry === undefined
        ? []
        : [{ entry, reason: `${ErrorCode}: ${ErrorMessage}` }];
    });
  };

  return {
    publish: async (events) => {
      const batches = inBatches(events.map(entryOf), sizeOf, most);
      await Promise.all(batches.map((batch) => sendAll(batch, putBatch)));
    },
  };
};
