import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inChunks } from '../../src/model/chunks.ts';
import {
  messagesIn,
  type Note,
  notesOf,
  type Rate,
  rateOf,
  readNotes,
  steadyPart,
} from '../load/notes.ts';
import { playAtOnce, startObserved, untilNoted } from '../load/play-story.ts';
import { withStory } from '../load/with-story.ts';
import { type Benchmark, median, type Row } from '../report.ts';
import type { Runner } from '../runner.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Events of each of four kinds, and of a round; the first round compiles the code. */
const eachKind = 120;
const eventsInRound = 80;

/** Requests under way at once of the bare client, beside the runner's own number. */
const manyAtOnce = 16;

type Played = {
  readonly eventsPerSecond: number;
  /** Events of our own tag calls included. */
  readonly messagesPerSecond: number;
  /** Of the database. */
  readonly requests: readonly Note[];
};

const playRound = async (
  runner: Runner,
  notes: string,
  events: readonly unknown[],
): Promise<Played> => {
  const begin = Date.now();
  const seconds = await playAtOnce(runner, events);
  await untilNoted();
  const noted = (await readNotes(notes)).filter((note) => note.begin >= begin);
  const messages = notesOf(noted, 'AmazonSQS').reduce((sum, note) => sum + messagesIn(note), 0);
  return {
    eventsPerSecond: events.length / seconds,
    messagesPerSecond: messages / seconds,
    requests: notesOf(noted, 'DynamoDB'),
  };
};

/** Sends a round's requests bare, after those of all rounds before: the runner's code has seen them, too. */
const playBare = async (
  database: string,
  [before, now]: readonly [readonly Note[], readonly Note[]],
  atOnce: number,
): Promise<Rate> => {
  const requests = `${database}-requests`;
  const notes = `${database}-notes-${atOnce}-${now[0]?.begin}`;
  const lines = [...before, ...now].map((note) => `${JSON.stringify(note)}\n`);
  await writeFile(requests, lines.join(''));
  await run(
    process.execPath,
    ['--import', './bench/load/observe.ts', 'bench/load/bare.ts', database, requests, `${atOnce}`],
    { cwd: root, env: { ...process.env, HEIRTAG_BENCH_NOTES: notes } },
  );
  return rateOf(steadyPart((await readNotes(notes)).slice(before.length)));
};

type Round = Played & {
  readonly runner: Rate;
  readonly bare: Rate;
  readonly bareMany: Rate;
};

const rowsOf = (rounds: readonly Round[]): readonly Row[] => {
  const mid = (of: (round: Round) => number): number => median(rounds.map(of));
  const rowOf = (what: string, of: (round: Round) => Rate): Row => ({
    what,
    'at once': mid((round) => of(round).atOnce).toFixed(1),
    'requests a second': Math.round(mid((round) => of(round).perSecond)),
    'requests a processor second': Math.round(mid((round) => of(round).perCpuSecond)),
    'runner reaches, by time': `${Math.round(mid((round) => round.runner.perSecond / of(round).perSecond) * 100)} %`,
    'by processor time': `${Math.round(mid((round) => round.runner.perCpuSecond / of(round).perCpuSecond) * 100)} %`,
  });
  const [events, messages] = [
    mid(({ eventsPerSecond }) => eventsPerSecond).toFixed(1),
    mid(({ messagesPerSecond }) => messagesPerSecond).toFixed(1),
  ];
  return [
    rowOf(
      `the runner: ${events} events a second, ${messages} with those of its own tag calls`,
      ({ runner }) => runner,
    ),
    rowOf('bare, as many at once', ({ bare }) => bare),
    rowOf(`bare, ${manyAtOnce} at once`, ({ bareMany }) => bareMany),
  ];
};

/** Events a second through the local runner, and its database requests beside the same ones sent bare. */
export const throughput: Benchmark = {
  about:
    'database requests a second while the local runner handles events, beside the same requests with nothing but the SDK, in turns, medians; each with the embedded database in its process',
  run: () =>
    withStory(eachKind, async ({ folder, dataDir, events }) => {
      const database = join(folder, 'bare');
      const notes = join(folder, 'notes');
      await cp(join(dataDir, 'dynamodb'), database, { recursive: true });
      const process = await startObserved(dataDir, notes);
      try {
        const [warmUp = [], ...rest] = inChunks(events, eventsInRound);
        let before = (await playRound(process, notes, warmUp)).requests;
        const rounds: Round[] = [];
        for (const part of rest) {
          const played = await playRound(process, notes, part);
          const both = [before, played.requests] as const;
          const runner = rateOf(steadyPart(played.requests));
          const bare = await playBare(database, both, Math.ceil(runner.atOnce));
          rounds.push({
            ...played,
            runner,
            bare,
            bareMany: await playBare(database, both, manyAtOnce),
          });
          before = [...before, ...played.requests];
        }
        return rowsOf(rounds);
      } finally {
        await process.kill();
      }
    }),
};
