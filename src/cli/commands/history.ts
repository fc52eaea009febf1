import * as z from 'zod/mini';
import { arnFrom } from '../arn-argument.ts';
import { resourceCell, timeCell } from '../cells.ts';
import { tellCut, withRange } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Root } from '../root.ts';
import { ruleMeant, shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const entrySchema = z.object({
  time: z.string(),
  resource: z.string(),
  key: z.string(),
  action: z.string(),
  value: z.nullable(z.string()),
  previous: z.nullable(z.string()),
  rule: z.string(),
  reason: z.string(),
  cause: z.object({ eventId: z.string(), eventName: z.string(), principal: z.string() }),
});

type Entry = z.infer<typeof entrySchema>;

const headings: readonly Heading[] = [
  'TIME',
  'ACTION',
  { heading: 'KEY', ifLong: 'cut' },
  { heading: 'WAS', ifLong: 'cut' },
  { heading: 'IS', ifLong: 'cut' },
  { heading: 'REASON', isSpare: true },
  { heading: 'RULE', isSpare: true },
  { heading: 'CAUSE', isSpare: true },
  { heading: 'BY', ifLong: 'cut', isSpare: true },
  { heading: 'EVENT', isSpare: true },
  'RESOURCE',
];

const entryRow = (entry: Entry): readonly Cell[] => [
  timeCell(entry.time),
  entry.action === 'refused' ? { text: entry.action, style: 'yellow' } : entry.action,
  entry.key,
  entry.previous ?? '',
  // What was refused is what was asked for, and stands nowhere.
  entry.action === 'refused' ? (entry.previous ?? '') : (entry.value ?? ''),
  entry.reason,
  shownRule(entry.rule),
  entry.cause.eventName,
  entry.cause.principal,
  entry.cause.eventId,
  resourceCell(entry.resource),
];

type Filter = {
  readonly resource: string | undefined;
  readonly rule: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly limit: number;
};

const list = async (session: Session, filter: Filter): Promise<void> => {
  const { api, terminal } = session;
  const { resource, rule, from, to, limit } = filter;
  const settingName = rule === undefined ? undefined : ruleMeant(rule).settingName;
  const { answer, items, isCut } = await readPages(
    api,
    { method: 'GET', path: ['history'], query: { resource, settingName, from, to } },
    { field: 'entries', item: entrySchema, most: limit },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('Nothing happened to any tag then.');
    printTable(terminal, headings, items.map(entryRow));
    tellCut(terminal, isCut);
  });
};

/** `heirtag history`: what was done to tags. */
export const addHistory = (root: Root, deps: CliDeps): void => {
  withRange(root.command('history'))
    .description('List what was set, removed and refused, newest first, and who caused it.')
    .option('--resource <arn>', 'only of this resource', arnFrom)
    .option('--rule <rule>', 'only under this rule: ecs-instance/ecs-disk')
    .addHelpText(
      'after',
      examplesText(
        'history --from 2h',
        'history --resource arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1',
        'history --rule ecs-instance/ecs-disk --limit 1000 --json',
      ),
    )
    .action(({ resource, rule, from, to, limit }, command) =>
      list(openSession(command.optsWithGlobals(), deps), { resource, rule, from, to, limit }),
    );
};
