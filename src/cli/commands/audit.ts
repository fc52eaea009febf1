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
  outcome: z.enum(['started', 'done', 'partly', 'refused', 'failed']),
  code: z.nullable(z.string()),
  counts: z._default(z.nullable(z.record(z.string(), z.number())), null),
});

type Entry = z.infer<typeof entrySchema>;

const outcomeCell = ({ outcome, code }: Entry): Cell => {
  if (outcome === 'done') return outcome;
  return {
    text: code === null ? outcome : `${outcome} (${code})`,
    short: outcome,
    style: 'yellow',
  };
};

const targetOf = ({ target }: Entry): string => Object.values(target).map(shownRule).join(' ');

/** What was asked for, or how much of what came of it. */
const inputOf = ({ input, counts }: Entry): string =>
  counts !== null
    ? Object.entries(counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')
    : input === null || input === undefined
      ? ''
      : JSON.stringify(input);

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

type ListOptions = {
  readonly from?: string;
  readonly to?: string;
  readonly who?: string;
  readonly call?: string;
  readonly request?: string;
  readonly limit: number;
  readonly stage?: boolean;
};

const list = async (
  session: Session,
  { from, to, who, call, request, limit, stage: isStage = false }: ListOptions,
): Promise<void> => {
  const { api, terminal } = session;
  const query = { from, to, principal: who, action: call, requestId: request };
  const { answer, items, isCut } = await readPages(
    api,
    isStage
      ? { method: 'GET', path: ['stage', 'audit'], isForStage: true, query }
      : { method: 'GET', path: ['audit'], query },
    { field: 'entries', item: entrySchema, most: limit },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('The audit trail has no such entries.');
    printTable(terminal, headings, items.map(entryRow));
    tellCut(terminal, isCut);
  });
};

/** `heirtag audit`: who changed what. */
export const addAudit = (root: Root, deps: CliDeps): void => {
  withRange(root.command('audit'))
    .description('List who changed what through the API, newest first.')
    .option('--who <text>', 'only of callers whose name has this in it')
    .option('--call <text>', 'only calls that have this in their method and path')
    .option('--request <id>', 'only the one with this request id')
    .option('--stage', 'what belongs to no account: dead letters, sweeps over all accounts, events')
    .addHelpText(
      'after',
      examplesText(
        'audit',
        'audit --from 2h',
        'audit --who alice --call "PUT /v1/rules"',
        'audit --stage',
        'audit --from 2026-03-01 --to 2026-03-02 --json',
      ),
    )
    .action((options, command) => list(openSession(command.optsWithGlobals(), deps), options));
};
