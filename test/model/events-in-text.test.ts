import { describe, expect, it } from 'vitest';
import { chunksOf, eventsIn } from '../../src/model/events-in-text.ts';

describe('events in a file', () => {
  it.each([
    ['one', '{"a": 1}', [{ a: 1 }]],
    ['one over several lines', '{\n"a":\n1}\n', [{ a: 1 }]],
    ['a list', '[{"a": 1}, {"a": 2}]', [{ a: 1 }, { a: 2 }]],
    ['one a line', '{"a": 1}\n\n{"a": 2}\r\n', [{ a: 1 }, { a: 2 }]],
  ])('are read: %s', (_, text, events) => {
    expect(eventsIn(text)).toEqual(events);
  });

  it.each([
    ['{"a": 1}\n{"a": 2', 'line 2 is not JSON'],
    ['\n\n{"a"\n', 'line 3 is not JSON'],
    [' \n', 'there are no events in it'],
  ])('are refused with the line that is wrong: %j', (text, message) => {
    expect(() => eventsIn(text)).toThrow(message);
  });
});

const eventsOf = ({ chunks }: ReturnType<typeof chunksOf>): readonly unknown[] =>
  chunks.flat().map(({ event }) => event);

describe('chunks of events', () => {
  it('hold at most 1,000 events, in order', () => {
    const events = Array.from({ length: 2500 }, (_, index) => ({ index }));

    const cut = chunksOf(events);

    expect(cut.chunks.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(eventsOf(cut)).toEqual(events);
    expect(cut.tooLarge).toEqual([]);
  });

  it('stay below the largest body that the API takes', () => {
    const events = Array.from({ length: 10 }, () => ({ text: 'ü'.repeat(150_000) }));

    const cut = chunksOf(events);

    expect(eventsOf(cut)).toEqual(events);
    for (const chunk of cut.chunks) {
      expect(Buffer.byteLength(JSON.stringify(chunk.map(({ event }) => event)))).toBeLessThan(
        1_048_576,
      );
    }
  });

  it('leave out an event that is too large, and keep its neighbours and their places', () => {
    const events = [{ a: 1 }, { x: 'y'.repeat(1_100_000) }, { a: 3 }];

    expect(chunksOf(events)).toEqual({
      chunks: [
        [
          { index: 0, event: { a: 1 } },
          { index: 2, event: { a: 3 } },
        ],
      ],
      tooLarge: [{ index: 1, bytes: 1_100_009 }],
    });
  });
});
