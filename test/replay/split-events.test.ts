import { describe, expect, it } from 'vitest';
import { type Found, splitEvents } from '../../src/replay/split-events.ts';
import { fc } from '../properties.ts';

/** Pieces of at most so many characters. */
async function* cut(text: string, length: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += length) yield text.slice(at, at + length);
}

const split = async (text: string, length = 7): Promise<readonly Found[]> => {
  const all: Found[] = [];
  for await (const found of splitEvents(cut(text, length))) all.push(found);
  return all;
};

const told = async (text: string, length?: number) =>
  (await split(text, length)).map((each) =>
    each.kind === 'event' ? each.event : `${each.line}: ${each.problem}`,
  );

describe('events in a text', () => {
  it.each([
    ['one', '{"a": 1}', [{ a: 1 }]],
    ['one over several lines', '{\n"a":\n1}\n', [{ a: 1 }]],
    ['a list', '[{"a": 1}, {"a": 2}]', [{ a: 1 }, { a: 2 }]],
    ['an empty list', '[]', []],
    ['a list over several lines', '[\n{"a": 1},\n{\n"a": "]}"\n}\n]\n', [{ a: 1 }, { a: ']}' }]],
    ['one a line', '{"a": 1}\n\n{"a": 2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['one behind the other', '{"a": 1}{"a": 2} {"a":\n3}', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['with commas at the ends of lines', '{"a": 1},\n{"a": 2},\n', [{ a: 1 }, { a: 2 }]],
    ['one list a line', '[{"a": 1}]\n[{"a": 2}, {"a": 3}]', [{ a: 1 }, { a: 2 }, { a: 3 }]],
    ['a list of lists', '[[{"a": 1}], [{"a": 2}]]', [{ a: 1 }, { a: 2 }]],
    ["a trail's file", '{"Records":[{"a":1},{"a":{"b":[]}}]}', [{ a: 1 }, { a: { b: [] } }]],
    [
      'answers of LookupEvents',
      '{"NextToken": "x\\"}", "Events": [{"a": 1}], "RequestId": "r"}\n{"Events": []}{"Events":[{"a": 2}]}',
      [{ a: 1 }, { a: 2 }],
    ],
    ['a list behind an object', '{"Query": {"x": 1}, "Events": [{"a": 1}]}', [{ a: 1 }]],
    [
      'lines of CloudWatch Logs',
      '{"messageType":"DATA_MESSAGE","logEvents":[{"id":"1","message":"{\\"a\\":1}"}]}',
      [{ a: 1 }],
    ],
    ['texts with brackets and quotes', '{"a": "\\\\\\"}{["}', [{ a: '\\"}{[' }]],
    ['scalars, which are no events for others to refuse', '1\n"x"\n', [1, 'x']],
  ])('are found: %s', async (_, text, events) => {
    for (const length of [1, 2, 7, 1000]) expect(await told(text, length)).toEqual(events);
  });

  it.each([
    ['a cut last line', '{"a": 1}\n{"a": 2', [{ a: 1 }, expect.stringMatching(/^2: .* cut$/)]],
    ['a cut line between', '{"a": {"b": 1\n{"a": 2}\n', [expect.stringMatching(/^1: /), { a: 2 }]],
    ['a text that does not end', '{"a": "x\n{"a": 2}\n', [expect.stringMatching(/^1: /), { a: 2 }]],
    [
      'a line that is none',
      '{"a": 1}\nhello\n{"a": 2}',
      [{ a: 1 }, expect.stringMatching(/^2: /), { a: 2 }],
    ],
    [
      'a word that is none',
      '[{"a": 1}, {"a": nul}, {"a": 2}]',
      [{ a: 1 }, expect.stringMatching(/^1: not JSON: /), { a: 2 }],
    ],
    [
      'one in a list on one line',
      '{"Records":[{"a":1},{"a" 2},{"a":3}]}',
      [{ a: 1 }, expect.stringMatching(/^1: /), { a: 3 }],
    ],
    [
      'one in a list over lines',
      '[\n{"a": 1},\n{"a"; 2},\n{"a": 3}\n]\n{"a": 4}',
      [{ a: 1 }, expect.stringMatching(/^3: /), { a: 3 }, { a: 4 }],
    ],
    [
      'a list that was cut',
      '{"Records":[{"a":1},{"a":2},',
      [{ a: 1 }, { a: 2 }, expect.stringMatching(/cut$/)],
    ],
    [
      'an event that was cut',
      '{"Records":[{"a":1},{"a":2',
      [{ a: 1 }, expect.stringMatching(/cut$/), expect.stringMatching(/cut$/)],
    ],
    [
      'a bracket too many',
      '{"a": 1}\n]\n{"a": 2}',
      [{ a: 1 }, expect.stringMatching(/^2: /), { a: 2 }],
    ],
  ])('are found around what is wrong: %s', async (_, text, events) => {
    for (const length of [1, 7, 1000]) expect(await told(text, length)).toEqual(events);
  });

  it('are told with the lines that they begin on', async () => {
    const text = '\n{"a": 1}\n[\n{"a": 2},\n\n{"a":\n3}]\n{"a": 4}';

    expect((await split(text, 3)).map(({ line }) => line)).toEqual([2, 4, 6, 8]);
  });

  it('are the same in whatever pieces the text comes', async () => {
    const events = fc.array(fc.dictionary(fc.string(), fc.jsonValue()), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.nat(3),
        fc.integer({ min: 1, max: 40 }),
        async (given, form, length) => {
          // An object with such a field would be a list of events itself.
          fc.pre(
            given.every(
              (each) => !['Records', 'Events', 'logEvents', 'message'].some((name) => name in each),
            ),
          );
          const text =
            [
              JSON.stringify(given),
              JSON.stringify({ Records: given }, null, 1),
              given.map((each) => JSON.stringify(each)).join('\n'),
              given.map((each) => JSON.stringify([each], null, 2)).join('\n'),
            ][form] ?? '';

          expect(await told(text, length)).toEqual(JSON.parse(JSON.stringify(given)));
        },
      ),
      { numRuns: 500 },
    );
  });
});
