import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { textIn } from '../../src/cli/event-file.ts';
import { eventsIn } from '../../src/model/events-in-text.ts';
import { foundInput } from '../fixtures/found-inputs.ts';

const sent = { eventId: '00000000-0000-4000-8000-000000000001', eventName: 'TagResources' };

describe('a file as others write it', () => {
  const marked = z.record(z.string(), z.string()).parse(foundInput(9));

  it.each(Object.entries(marked))('may begin with a byte order mark: %s', (_, text) => {
    expect(eventsIn(textIn(Buffer.from(text)))).toEqual([expect.objectContaining(sent)]);
  });

  it.each([
    ['\uFEFF', 'utf16le'],
    ['', 'utf8'],
  ] as const)('may be of another encoding, by its mark: %j %s', (mark, encoding) => {
    expect(textIn(Buffer.from(`${mark}{"a": "ü费"}`, encoding))).toBe('{"a": "ü费"}');
  });

  it('may be packed with gzip, as a trail stores it, in one part or several', () => {
    const { base64 } = z.looseObject({ base64: z.string() }).parse(foundInput(7));
    const parts = Buffer.concat([gzipSync('{"a": 1}\n'), gzipSync('{"a": 2}\n')]);

    expect(eventsIn(textIn(Buffer.from(base64, 'base64')))).toEqual([
      expect.objectContaining(sent),
    ]);
    expect(eventsIn(textIn(parts))).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('says that it is gzip when it cannot be unpacked', () => {
    expect(() => textIn(gzipSync('{"a": 1}').subarray(0, 15))).toThrow(
      'the file is gzip, and cannot be unpacked: ',
    );
  });

  it('may hold answers of LookupEvents, one or one a line', () => {
    const answer = JSON.stringify(foundInput(6));

    expect(eventsIn(answer)).toEqual([expect.objectContaining(sent)]);
    expect(eventsIn(`${answer}\n${answer}\n`)).toHaveLength(2);
  });
});
