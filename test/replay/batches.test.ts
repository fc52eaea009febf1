import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/replay/batches.ts';

async function* placed(events: readonly unknown[]) {
  for (const [place, event] of events.entries()) {
    yield { place, found: { kind: 'event', line: 1, event } as const };
  }
}

const batched = async (events: readonly unknown[], mostEvents?: number) => {
  const batches = [];
  for await (const batch of batchesOf(placed(events), mostEvents)) batches.push(batch);
  return batches;
};

describe('batches of events', () => {
  it('hold at most 1,000 events, in order', async () => {
    const events = Array.from({ length: 2500 }, (_, index) => ({ index }));

    const batches = await batched(events);

    expect(batches.map((batch) => batch.events.length)).toEqual([1000, 1000, 500]);
    expect(batches.flatMap((batch) => batch.events.map(({ event }) => event))).toEqual(events);
  });

  it('stay below the largest body that the API takes', async () => {
    const events = Array.from({ length: 10 }, () => ({ text: 'ü'.repeat(150_000) }));

    const batches = await batched(events);

    expect(batches.flatMap((batch) => batch.events)).toHaveLength(10);
    for (const batch of batches) {
      const body = JSON.stringify(batch.events.map(({ event }) => event));
      expect(Buffer.byteLength(body)).toBeLessThan(1_048_576);
    }
  });

  it('leave out an event that is too large, and keep its neighbours and their places', async () => {
    const [batch] = await batched([{ a: 1 }, { x: 'y'.repeat(1_100_000) }, { a: 3 }]);

    expect(batch).toMatchObject({
      events: [
        { place: 0, event: { a: 1 } },
        { place: 2, event: { a: 3 } },
      ],
      left: [
        { place: 1, code: 'EventTooLarge', message: expect.stringContaining('1100009 bytes') },
      ],
    });
  });
});
