import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { inputsFor } from '../../src/replay/inputs.ts';
import { openProgressLog } from '../../src/replay/progress-log.ts';
import { type Passed, replay } from '../../src/replay/replay.ts';
import { foundInput } from '../fixtures/found-inputs.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-replay-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;

/** A file of its own. @returns its path */
const fileWith = async (bytes: string | Uint8Array): Promise<string> => {
  files += 1;
  const path = join(folder, `${files}.file`);
  await writeFile(path, bytes);
  return path;
};

async function* stdin(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{"a": "piped"}');
}

type How = {
  readonly resume?: string;
  readonly mostEvents?: number;
  readonly isInTime?: (event: unknown) => boolean;
  /** Nothing is taken from this batch on. */
  readonly failsAt?: number;
};

/** Replays what names stand for. @returns what was handed on, batch by batch, and what was passed over */
const replayed = async (names: readonly string[], how: How = {}) => {
  const { resume, mostEvents = 1000, isInTime = () => true, failsAt = Infinity } = how;
  const batches: unknown[][] = [];
  const problems: string[] = [];
  const passed: Passed = { sentBefore: 0, outOfTime: 0 };
  const inputs = await inputsFor(names, stdin);
  const log = resume === undefined ? undefined : await openProgressLog(resume, 'http://stage');
  let read = 0;
  const onRead = (bytes: number): void => {
    read += bytes;
  };
  const done = replay({ inputs, log, isInTime, onRead }, mostEvents, passed, async (batch) => {
    if (batches.length === failsAt) throw new Error('the API cannot be reached');
    batches.push(batch.events.map(({ event }) => event));
    problems.push(...batch.left.map(({ place, message }) => `${place.line}: ${message}`));
  });
  const error = await done.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { batches, events: batches.flat(), problems, passed, read, error };
};

const sent = { eventId: '00000000-0000-4000-8000-000000000001', eventName: 'TagResources' };
const marked = z.record(z.string(), z.string()).parse(foundInput(9));

describe('the files of a trail', () => {
  it.each(Object.entries(marked))('may begin with a byte order mark: %s', async (_, text) => {
    expect((await replayed([await fileWith(text)])).events).toEqual([
      expect.objectContaining(sent),
    ]);
  });

  it.each([
    ['\uFEFF', 'utf16le'],
    ['', 'utf8'],
  ] as const)('may be of another encoding, by its mark: %j %s', async (mark, encoding) => {
    const path = await fileWith(Buffer.from(`${mark}{"a": "ü费"}`, encoding));

    expect((await replayed([path])).events).toEqual([{ a: 'ü费' }]);
  });

  it('may be UTF-16 with its larger byte first', async () => {
    const path = await fileWith(Buffer.from('\uFEFF{"a": "ü费"}', 'utf16le').swap16());

    expect((await replayed([path])).events).toEqual([{ a: 'ü费' }]);
  });

  it('may be packed with gzip, as a trail stores it, in one part or several', async () => {
    const { base64 } = z.looseObject({ base64: z.string() }).parse(foundInput(7));
    const one = await fileWith(Buffer.from(base64, 'base64'));
    const several = await fileWith(Buffer.concat([gzipSync('{"a": 1}\n'), gzipSync('{"a": 2}\n')]));

    expect((await replayed([one])).events).toEqual([expect.objectContaining(sent)]);
    expect((await replayed([several])).events).toEqual([{ a: 1 }, { a: 2 }]);
  });

  it('may be packed with zstd, whatever their names', async () => {
    expect((await replayed([await fileWith(zstdCompressSync('{"a": 1}'))])).events).toEqual([
      { a: 1 },
    ]);
  });

  it('are read up to where they were cut, and that is told', async () => {
    const events = Array.from({ length: 5000 }, (_, index) => ({ index, x: Math.sin(index) }));
    const packed = gzipSync(events.map((event) => JSON.stringify(event)).join('\n'));
    const path = await fileWith(packed.subarray(0, packed.length - 20_000));

    const { events: found, problems } = await replayed([path]);

    expect(found.length).toBeGreaterThan(1000);
    expect(found).toEqual(events.slice(0, found.length));
    expect(problems.at(-1)).toMatch(/^\d+: the file is gzip, and cannot be unpacked: /);
  });

  it('may hold an answer of LookupEvents', async () => {
    const answer = JSON.stringify(foundInput(6));

    expect((await replayed([await fileWith(answer)])).events).toEqual([
      expect.objectContaining(sent),
    ]);
  });

  it('are told when nothing is in them', async () => {
    expect((await replayed([await fileWith(' \n')])).problems).toEqual([
      '2: there is nothing in it',
    ]);
    expect((await replayed([await fileWith('[]')])).problems).toEqual([]);
  });
});

describe('names', () => {
  it('stand for files, for what a folder shows, by name, for patterns and the standard input, each file once', async () => {
    const trail = join(folder, 'trail');
    await mkdir(join(trail, '2026', '01'), { recursive: true });
    await writeFile(join(trail, '2026', '01', 'b.json'), '{"a": 2}');
    await writeFile(join(trail, '2026', 'a.json'), '{"a": 3}');
    await writeFile(join(trail, '.hidden'), '{"a": 1}');

    const { events, read } = await replayed([
      trail,
      join(trail, '**', '*.json'),
      '-',
      join(trail, '2026', 'a.json'),
    ]);

    expect(events).toEqual([{ a: 2 }, { a: 3 }, { a: 'piped' }]);
    expect(read).toBe(8 * 2 + 14);
  });

  it.each([
    ['nothing.json', 'there is no such file, and no file fits it as a pattern'],
    ['*.nothing', 'there is no such file, and no file fits it as a pattern'],
    ['hollow', 'there are no files in this folder'],
  ])('that stand for nothing are refused: %s', async (name, message) => {
    await mkdir(join(folder, 'hollow'), { recursive: true });

    await expect(replayed([join(folder, name)])).rejects.toThrow(message);
  });
});

describe('a replay', () => {
  const numbered = async (from: number, to: number): Promise<string> =>
    fileWith(
      Array.from({ length: to - from + 1 }, (_, index) => `{"n": ${from + index}}\n`).join(''),
    );
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => ({ n: from + index }));

  it('hands on batches that go on from file to file, and keeps the places of what is wrong', async () => {
    const names = [await numbered(1, 3), await fileWith('hello\n'), await numbered(4, 5)];

    const { batches, problems } = await replayed(names, { mostEvents: 2 });

    expect(batches).toEqual([numbers(1, 2), numbers(3, 4), numbers(5, 5)]);
    expect(problems).toEqual([expect.stringMatching(/^1: not JSON/)]);
  });

  it('leaves aside what happened at another time', async () => {
    const isInTime = (event: unknown): boolean => JSON.stringify(event) !== '{"n":2}';

    const { events, passed } = await replayed([await numbered(1, 3)], { isInTime });

    expect(events).toEqual([{ n: 1 }, { n: 3 }]);
    expect(passed).toEqual({ sentBefore: 0, outOfTime: 1 });
  });

  it.each([0, 1, 2, 3])('goes on where it ended, after %d batches', async (failsAt) => {
    const names = [await numbered(1, 5), await fileWith('hello\n'), await numbered(6, 7)];
    const how = { resume: await fileWith(''), mostEvents: 2 };

    const first = await replayed(names, { ...how, failsAt });
    const second = await replayed(names, how);
    const third = await replayed(names, how);

    expect(first.error).toEqual(new Error('the API cannot be reached'));
    expect([...first.events, ...second.events]).toEqual(numbers(1, 7));
    expect([...first.problems, ...second.problems]).toHaveLength(1);
    expect(third).toMatchObject({ batches: [], passed: { sentBefore: 8 } });
  });

  it('begins a file again that has changed since', async () => {
    const resume = await fileWith('');
    const path = await numbered(1, 2);
    await replayed([path], { resume });
    await writeFile(path, '{"n": 1}\n{"n": 2}\n{"n": 3}\n');

    expect((await replayed([path], { resume })).events).toEqual(numbers(1, 3));
  });

  it('does again what a crash cut out of the file that it resumes from', async () => {
    const resume = await fileWith(`{"endpoint":"http://stage"}\n{"path":"${folder}/x`);
    const path = await numbered(1, 2);

    expect((await replayed([path], { resume })).events).toEqual(numbers(1, 2));
    expect((await replayed([path], { resume })).events).toEqual([]);
  });

  it.each([
    ['{"endpoint":"http://other"}\n', 'says what was sent to http://other, not to http://stage'],
    ['{"n": 1}\n', 'was not made by --resume'],
  ])('does not resume from a file that is another: %j', async (text, message) => {
    const path = await numbered(1, 2);

    await expect(replayed([path], { resume: await fileWith(text) })).rejects.toThrow(message);
  });
});
