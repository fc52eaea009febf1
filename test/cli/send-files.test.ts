import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { Api } from '../../src/cli/api.ts';
import { failureOf } from '../../src/cli/http.ts';
import { type SendOptions, sendFiles } from '../../src/cli/send-files.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { recordingTerminal } from './program-fixture.ts';
import { watchedTerminal } from './watched-terminal.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heirtag-send-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const record = (day: number, fields: object = {}) => ({
  eventId: `e-${day}`,
  eventName: 'AttachDisk',
  serviceName: 'Ecs',
  eventTime: `2026-01-${String(day).padStart(2, '0')}T08:00:00Z`,
  acsRegion: 'cn-hangzhou',
  recipientAccountId: '1000000000000001',
  requestParameters: { DiskId: `d-${day}` },
  ...fields,
});

const lines = (records: readonly object[]): string =>
  records.map((each) => JSON.stringify(each)).join('\n');

let trails = 0;

/** A folder with files. @returns its path */
const trailOf = async (files: Readonly<Record<string, string | Uint8Array>>): Promise<string> => {
  trails += 1;
  const trail = join(folder, `trail-${trails}`);
  await mkdir(trail);
  for (const [name, content] of Object.entries(files)) await writeFile(join(trail, name), content);
  return trail;
};

const bodySchema = z.array(z.looseObject({ eventId: z.string() }));

type Reply = { readonly status: number } | undefined;

/**
 * Sends with an API that takes all but `e-13`, and says of `e-14` that it touches nothing.
 * @param replies what the API answers instead, call by call
 */
const sent = async (
  names: readonly string[],
  options: SendOptions & { readonly json?: true; readonly terminal?: Terminal } = {},
  replies: readonly Reply[] = [],
) => {
  const calls: { readonly query: object; readonly ids: readonly string[] }[] = [];
  const paused: number[] = [];
  const recording = recordingTerminal();
  const { terminal = recording } = options;
  const call = async ({ query = {}, body }: Parameters<Api['call']>[0]) => {
    const reply = replies[calls.length];
    const ids = bodySchema.parse(body).map(({ eventId }) => eventId);
    calls.push({ query, ids });
    if (reply !== undefined)
      throw failureOf(reply.status, { code: 'Throttled', message: 'busy', requestId: undefined });
    const rejected = ids.indexOf('e-13');
    return {
      events: ids.flatMap((id, index) =>
        index === rejected
          ? []
          : [
              {
                index,
                touched: id === 'e-14' ? 0 : 1,
                reason: id === 'e-14' ? 'no call of a rule' : null,
              },
            ],
      ),
      rejected:
        rejected === -1 ? [] : [{ index: rejected, code: 'ForeignAccount', message: 'not yours' }],
    };
  };
  const pause = async (milliseconds: number): Promise<void> => {
    paused.push(milliseconds);
  };
  const read = async (): Promise<never> => {
    throw new Error('nothing is read');
  };
  const session = {
    api: { call, read },
    terminal,
    isJson: options.json === true,
    confirm: undefined,
    pause,
  };
  const stdin = async function* () {
    yield Buffer.from(lines([record(1)]));
  };
  const error = await sendFiles(session, names, {
    ...options,
    stdin,
    endpoint: 'http://stage',
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { calls, paused, lines: recording.lines, error };
};

describe('sending files', () => {
  it('tells what became of each event of a few, with its file and line, and counts that add up', async () => {
    const trail = await trailOf({
      '1.gz': gzipSync(lines([record(11), record(13)])),
      '2.json': `hello\n${JSON.stringify({ Records: [record(14)] })}`,
    });

    const { calls, lines: told, error } = await sent([trail]);

    expect(calls).toEqual([{ query: {}, ids: ['e-11', 'e-13', 'e-14'] }]);
    expect(told).toEqual([
      `event 1 (${trail}/1.gz, line 1): touches 1 resource`,
      `event 2 (${trail}/1.gz, line 2): rejected: not yours`,
      expect.stringContaining(`event 3 (${trail}/2.json, line 1): rejected: not JSON`),
      `event 4 (${trail}/2.json, line 2): touches nothing: no call of a rule`,
      '2 accepted, 2 rejected; resources touched: 1, events that touch nothing: 1',
    ]);
    expect(error).toMatchObject({ code: 'EventsRejected', message: '2 of 4 events were rejected' });
  });

  it('tells of many events only those that did not do what they were sent for', async () => {
    const days = Array.from({ length: 14 }, (_, index) => record(index + 1));
    const trail = await trailOf({ '1.json': lines(days) });

    const { lines: told } = await sent([trail]);

    expect(told).toHaveLength(3);
    expect(told.at(-1)).toBe(
      '13 accepted, 1 rejected; resources touched: 12, events that touch nothing: 1',
    );
  });

  it('tells a program all in one JSON object', async () => {
    const trail = await trailOf({ '1.json': lines([record(11), record(13), record(14)]) });

    const { lines: told } = await sent([trail, '-'], { json: true });

    const file = `${trail}/1.json`;
    expect(JSON.parse(told.join(''))).toEqual({
      events: [
        { index: 0, file, line: 1, touched: 1, reason: null },
        { index: 2, file, line: 3, touched: 0, reason: 'no call of a rule' },
        { index: 3, file: '-', line: 1, touched: 1, reason: null },
      ],
      accepted: 3,
      touching: 2,
      resources: 2,
      sentBefore: 0,
      outOfTime: 0,
      rejectedCount: 1,
      rejected: [{ index: 1, file, line: 2, code: 'ForeignAccount', message: 'not yours' }],
    });
  });

  it('sends only what happened in a time, and what does not say when it happened', async () => {
    const untimed = record(20, { eventTime: undefined });
    const days = [record(1), record(2), record(3), record(4), untimed];
    const trail = await trailOf({ '1.json': lines(days) });
    const range = { since: '2026-01-02', until: '2026-01-03T08:00:00Z' };

    const { calls, lines: told } = await sent([trail], range);

    expect(calls[0]?.ids).toEqual(['e-2', 'e-3', 'e-20']);
    expect(told.at(-1)).toMatch(/^3 accepted, 0 rejected; .*, of another time: 2$/);
  });

  it('sends no faster than it may', async () => {
    const trail = await trailOf({ '1.json': lines(Array.from({ length: 12 }, () => record(1))) });

    const { calls, paused } = await sent([trail], { rate: 5 });

    expect(calls.map(({ ids }) => ids.length)).toEqual([5, 5, 2]);
    expect(paused).toEqual([1000, 1000, 400]);
  });

  it('asks how many resources would be touched, and sends nothing, in a dry run', async () => {
    const trail = await trailOf({ '1.json': lines([record(1)]) });

    const { calls } = await sent([trail], { dryRun: true });

    expect(calls).toEqual([{ query: { dryRun: 'true' }, ids: ['e-1'] }]);
  });

  it('sends again what the API could not take for a while, and goes on', async () => {
    const trail = await trailOf({ '1.json': lines([record(1), record(2), record(3)]) });
    const busy = { status: 503 };

    const { calls, paused, error } = await sent([trail], { rate: 1 }, [undefined, busy, busy]);

    expect(calls.map(({ ids }) => ids)).toEqual([['e-1'], ['e-2'], ['e-2'], ['e-2'], ['e-3']]);
    expect(paused).toEqual([1000, 1000, 2000, 1000, 1000]);
    expect(error).toBeUndefined();
  });

  it.each([
    ['at once where nothing worked before', [{ status: 503 }], 1, 0],
    ['at once when the call is refused', [undefined, { status: 403 }], 2, 1],
    ['in the end', [undefined, ...Array.from({ length: 7 }, () => ({ status: 503 }))], 8, 1],
  ])('fails %s, and tells what was sent', async (_, replies, callCount, accepted) => {
    const trail = await trailOf({ '1.json': lines([record(1), record(2)]) });

    const { calls, lines: told, error } = await sent([trail], { rate: 1 }, replies);

    expect(calls).toHaveLength(callCount);
    expect(error).toMatchObject({ message: 'busy' });
    expect(told.filter((line) => line.startsWith(`${accepted} accepted`))).toHaveLength(accepted);
  });

  it('goes on where it ended', async () => {
    const trail = await trailOf({ '1.json': lines([record(1), record(2)]) });
    const resume = join(folder, 'sent');
    await sent([trail], { rate: 1, resume }, [undefined, { status: 403 }]);

    const { calls, lines: told } = await sent([trail], { resume });

    expect(calls.map(({ ids }) => ids)).toEqual([['e-2']]);
    expect(told.at(-1)).toMatch(/^1 accepted, 0 rejected; .*, sent before: 1$/);
  });
});

describe('progress', () => {
  const clear = '\r\u001b[2K';
  const half = `${'█'.repeat(12)}${'░'.repeat(12)}`;
  const full = '█'.repeat(24);
  const twoFiles = () =>
    trailOf({ '1.json': lines([record(1), record(2)]), '2.json': lines([record(3), record(4)]) });

  it('is a bar for a person, in one line that each step writes anew and the answer clears', async () => {
    const { terminal, read } = watchedTerminal({ out: false, beside: true });

    await sent([await twoFiles()], { rate: 1, terminal });

    const { beside } = read();
    expect(beside.split(clear).slice(0, 5)).toEqual([
      '',
      `${half} 1 events`,
      `${full} 2 events`,
      `${full} 3 events`,
      `${full} 4 events`,
    ]);
    expect(beside.split(clear).slice(5).join('')).toMatch(/^event 1 .*\n/);
  });

  it('begins where an earlier run ended', async () => {
    const resume = join(folder, 'sent-by-half');
    const trail = await twoFiles();
    const busy = { status: 403 };
    // The first file is done with, and not opened again.
    await sent([trail], { rate: 3, resume }, [undefined, busy]);
    const { terminal, read } = watchedTerminal({ out: false, beside: true });

    await sent([trail], { rate: 1, resume, terminal });

    expect(read().beside.split(clear).slice(1, 2)).toEqual([`${full} 1 events`]);
  });

  it('is a number where nobody knows how much there will be', async () => {
    const { terminal, read } = watchedTerminal({ out: false, beside: true });

    await sent(['-'], { terminal });

    expect(read().beside).toContain(`${clear}1 events${clear}`);
  });

  it.each([
    ['nobody watches', { out: true, beside: false }, {}],
    ['the answer is for a program', { out: true, beside: true }, { json: true }],
  ] as const)('is not shown where %s', async (_, watched, options) => {
    const { terminal, read } = watchedTerminal(watched);

    await sent([await twoFiles()], { rate: 1, terminal, ...options });

    const { out, beside } = read();
    expect(beside).not.toMatch(/[█░\r]/);
    expect(out).not.toMatch(/[█░\r]/);
  });
});
