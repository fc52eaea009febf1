import * as z from 'zod/mini';
import { readAnswer } from '../api.ts';
import { momentFrom } from '../list-options.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const activity = z.object({
  hour: z.string(),
  set: z.number(),
  removed: z.number(),
  restored: z.number(),
  refused: z.number(),
  contested: z.number(),
  closed: z.number(),
  lag: z.object({ p50Ms: z.nullable(z.number()), p99Ms: z.nullable(z.number()) }),
});

const statsAnswer = z.object({
  from: z.string(),
  hours: z.array(activity),
  readDownTo: z.nullable(z.string()),
});

const headings: readonly Heading[] = [
  'HOUR',
  'SET',
  'REMOVED',
  'REFUSED',
  'CONTESTED',
  { heading: 'CLOSED', isSpare: true },
  'LAG P50',
  'LAG P99',
];

const secondsCell = (milliseconds: number | null): string =>
  milliseconds === null ? '' : `${(milliseconds / 1000).toFixed(2)} s`;

const row = (each: z.infer<typeof activity>): readonly Cell[] => [
  each.hour.slice(0, 16),
  String(each.set),
  String(each.removed + each.restored),
  String(each.refused),
  String(each.contested),
  String(each.closed),
  secondsCell(each.lag.p50Ms),
  secondsCell(each.lag.p99Ms),
];

type Range = { readonly from?: string | undefined; readonly to?: string | undefined };

const tell = async (session: Session, { from, to }: Range): Promise<void> => {
  const { api, terminal } = session;
  const answer = await api.call({ method: 'GET', path: ['stats'], query: { from, to } });
  const { hours, readDownTo, from: begin } = readAnswer(statsAnswer, answer);
  tellAnswer(session, answer, () => {
    if (hours.length === 0) return terminal.tell(`Nothing was done since ${begin}.`);
    printTable(terminal, headings, hours.map(row));
    if (readDownTo !== null) {
      terminal.tell(
        `Only what is younger than ${readDownTo} was read: --to takes an earlier time.`,
      );
    }
  });
};

/** `heirtag stats`: what was done in each hour, and how late. */
export const addStats = (root: Root, deps: CliDeps): void => {
  root
    .command('stats')
    .description('Count what was set, removed and refused in each hour, and how late.')
    .option('--from <time>', 'not before: 2026-03-01T08:00:00Z, or 30m, 2h, 7d ago', momentFrom)
    .option('--to <time>', 'not after', momentFrom)
    .addHelpText('after', examplesText('stats', 'stats --from 7d --json'))
    .action((range, command) => tell(openSession(command.optsWithGlobals(), deps), range));
};
