import { describe, expect, it } from 'vitest';
import { chunksOf, eventsIn } from '../../src/cli/event-file.ts';

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

describe('chunks of events', () => {
  it('hold at most 1,000 events, in order', () => {
    const events = Array.from({ length: 2500 }, (_, index) => ({ index }));

    const chunks = chunksOf(events);

    expect(chunks.map(({ length }) => length)).toEqual([1000, 1000, 500]);
    expect(chunks.flat()).toEqual(events);
  });

  it('stay below the largest body that the API takes', () => {
    const events = Array.from({ length: 10 }, () => ({ text: 'ü'.repeat(150_000) }));

    const chunks = chunksOf(events);

    expect(chunks.flat()).toEqual(events);
    for (const chunk of chunks) {
      expect(Buffer.byteLength(JSON.stringify(chunk))).toBeLessThan(1_048_576);
    }
  });
});
