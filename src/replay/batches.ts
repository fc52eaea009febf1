import type { Found } from './split-events.ts';

/** What was found, and where. */
export type Placed<Place> = { readonly place: Place; readonly found: Found };

/** Events that are sent together, and what is not sent, each in order. */
export type Batch<Place> = {
  readonly events: readonly { readonly place: Place; readonly event: unknown }[];
  readonly left: readonly {
    readonly place: Place;
    readonly code: 'Malformed' | 'EventTooLarge';
    readonly message: string;
  }[];
};

/** Most events that the API takes at once, and the bytes they may have together, or one alone. */
export const most = { events: 1000, bytes: 1_000_000 } as const;

/** Bytes of an event in a list of them. */
const bytesOf = (event: unknown): number =>
  new TextEncoder().encode(JSON.stringify(event)).length + 1;

/** A batch that grows. */
const createBatch = <Place>() => {
  const events: Batch<Place>['events'][number][] = [];
  const left: Batch<Place>['left'][number][] = [];
  let bytes = 0;
  return {
    events,
    left,
    hasRoom: (size: number, mostEvents: number): boolean =>
      events.length < mostEvents && bytes + size <= most.bytes,
    add: (event: Batch<Place>['events'][number], size: number): void => {
      events.push(event);
      bytes += size;
    },
  };
};

/**
 * Puts events into as few batches as the API takes, in order. What is no event, or too large, keeps no
 * other back.
 * @param mostEvents of a batch
 */
export async function* batchesOf<Place>(
  placed: AsyncIterable<Placed<Place>>,
  mostEvents: number = most.events,
): AsyncGenerator<Batch<Place>> {
  let batch = createBatch<Place>();
  for await (const { place, found } of placed) {
    if (found.kind === 'malformed') {
      batch.left.push({ place, code: 'Malformed', message: found.problem });
    } else {
      const size = bytesOf(found.event);
      if (size > most.bytes) {
        const message = `the event has ${size} bytes, and was not sent; at most ${most.bytes} are taken`;
        batch.left.push({ place, code: 'EventTooLarge', message });
      } else {
        if (!batch.hasRoom(size, mostEvents)) {
          yield batch;
          batch = createBatch<Place>();
        }
        batch.add({ place, event: found.event }, size);
      }
    }
    if (batch.left.length < most.events) continue;
    yield batch;
    batch = createBatch<Place>();
  }
  if (batch.events.length + batch.left.length > 0) yield batch;
}
