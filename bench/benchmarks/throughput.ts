import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { notesOf, type Rate, rateOf, readNotes, steadyPart } from '../load/notes.ts';
import { playAtOnce, startObserved, untilNoted } from '../load/play-story.ts';
import { type Laid, withStory } from '../load/with-story.ts';
import type { Benchmark, Row } from '../report.ts';

const root = join(import.meta.dirname, '../..');
const run = promisify(execFile);

/** Events of each of four kinds. */
const eachKind = 100;

/** Requests under way at once of the bare client, beside the runner's own number. */
const othersAtOnce = [4, 16];

type Played = { readonly seconds: number; readonly messages: number; readonly rate: Rate };

const playOnRunner = async ({ dataDir, events }: Laid, notes: string): Promise<Played> => {
  const runner = await startObserved(dataDir, notes);
  try {
    const seconds = await playAtOnce(runner, events);
    await untilNoted();
    const noted = await readNotes(notes);
    return {
      seconds,
      messages: notesOf(noted, 'AmazonSQS').filter(({ target }) => target.endsWith('.SendMessage'))
        .length,
      rate: rateOf(steadyPart(notesOf(noted, 'DynamoDB'))),
    };
  } finally {
    await runner.kill();
  }
};

/** Sends the noted requests bare, to a database as it was before them. */
const playBare = async (database: string, notes: string, atOnce: number): Promise<Rate> => {
  const bareNotes = `${notes}-${atOnce}`;
  const copy = `${database}-${atOnce}`;
  await cp(database, copy, { recursive: true });
  await run(
    process.execPath,
    ['--import', './bench/load/observe.ts', 'bench/load/bare.ts', copy, notes, String(atOnce)],
    { cwd: root, env: { ...process.env, HEIRTAG_BENCH_NOTES: bareNotes } },
  );
  return rateOf(steadyPart(await readNotes(bareNotes)));
};

const rowOf = (what: string, rate: Rate, of: Rate): Row => ({
  what,
  'at once': rate.atOnce.toFixed(1),
  'requests a second': Math.round(rate.perSecond),
  'requests a processor second': Math.round(rate.perCpuSecond),
  'runner reaches, by time': `${Math.round((of.perSecond / rate.perSecond) * 100)} %`,
  'by processor time': `${Math.round((of.perCpuSecond / rate.perCpuSecond) * 100)} %`,
});

/** Events a second through the local runner, and its database requests beside the same ones sent bare. */
export const throughput: Benchmark = {
  about:
    'database requests a second while the local runner handles events, beside the same requests with nothing but the SDK; each with the embedded database in its process',
  run: () =>
    withStory(eachKind, async (laid) => {
      const database = join(laid.folder, 'bare');
      const notes = join(laid.folder, 'notes');
      await cp(join(laid.dataDir, 'dynamodb'), database, { recursive: true });
      const { seconds, messages, rate } = await playOnRunner(laid, notes);
      const perSecond = (count: number): string => (count / seconds).toFixed(1);
      const rows = [
        rowOf(
          `the runner: ${perSecond(laid.events.length)} events a second, ${perSecond(messages)} with those of its own tag calls`,
          rate,
          rate,
        ),
      ];
      for (const atOnce of [Math.ceil(rate.atOnce), ...othersAtOnce]) {
        rows.push(rowOf(`bare, ${atOnce} lanes`, await playBare(database, notes, atOnce), rate));
      }
      return rows;
    }),
};
