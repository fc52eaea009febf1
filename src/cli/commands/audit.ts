import * as z from 'zod/mini';
import { timeCell } from '../cells.ts';
import { tellCut, withRange } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const entrySchema = z.object({
  time: z.string(),
  principal: z.string(),
  action: z.string(),
  target: z.record(z.string(), z.string()),
  input: z.unknown(),
  outcome: z.enum(['started', 'done', 'refused', 'failed']),
  code: z.nullable(z.string()),
});

type Entry = z.infer<typeof entrySchema>;

const outcomeCell = ({ outcome, code }: Entry): Cell => {
  if (outcome === 'done') return outcome;
  return { text: code === null ? outcome : `${outcome} (${code})`, style: 'yellow' };
};

const targetOf = ({ target }: Entry): string => Object.values(target).map(shownRule).join(' ');

const inputOf = ({ input }: Entry): string =>
  input === null || input === undefined ? '' : JSON.stringify(input);

const headings: readonly Heading[] = [
  'TIME',
  { heading: 'WHO', ifLong: 'cut' },
  { heading: 'CALL', ifLong: 'cut' },
  { heading: 'OUTCOME', ifLong: 'cut' },
  { heading: 'TARGET', ifLong: 'cut' },
  { heading: 'INPUT', ifLong: 'cut', isSpare: true },
];

const entryRow = (entry: Entry): readonly Cell[] => [
  timeCell(entry.time),
  entry.principal,
  entry.action,
  outcomeCell(entry),
  targetOf(entry),
  inputOf(entry),
];

const list = async (
  session: Session,
  { from, to, limit }: { readonly from?: string; readonly to?: string; readonly limit: number },
): Promise<void> => {
  const { api, terminal } = session;
  const { answer, items, isCut } = await readPages(
    api,
    { method: 'GET', path: ['audit'], query: { from, to } },
    { field: 'entries', item: entrySchema, most: limit },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('Nobody changed anything then.');
    printTable(terminal, headings, items.map(entryRow));
    tellCut(terminal, isCut);
  });
};

/** `heirtag audit`: who changed what. */
export const addAudit = (root: Root, deps: CliDeps): void => {
  withRange(root.command('audit'))
    .description('List who changed what through the API, newest first.')
    .addHelpText(
      'after',
      examplesText('audit', 'audit --from 2h', 'audit --from 2026-03-01 --to 2026-03-02 --json'),
    )
    .action((options, command) => list(openSession(command.optsWithGlobals(), deps), options));
};
