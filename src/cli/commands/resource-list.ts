import * as z from 'zod/mini';
import { countOf, resourceCell, timeCell } from '../cells.ts';
import { tellCut } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { arnMeant } from '../resource-name.ts';
import { ruleMeant, shownRule } from '../rule-name.ts';
import { type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const factSchema = z.object({
  key: z.string(),
  value: z.string(),
  rule: z.string(),
  primary: z.string(),
  since: z.string(),
});

const itemSchema = z.object({
  arn: z.string(),
  type: z.string(),
  inherited: z.array(
    z.extend(factSchema, { displaced: z.nullable(z.string()), isContested: z.boolean() }),
  ),
  refused: z.array(z.extend(factSchema, { reason: z.string() })),
  tags: z.nullable(z.array(z.object({ key: z.string(), value: z.string() }))),
});

type Item = z.infer<typeof itemSchema>;

/** What narrows the list, as it was given. */
export type ListFilter = {
  readonly type?: string | undefined;
  readonly rule?: string | undefined;
  readonly primary?: string | undefined;
  readonly key?: string | undefined;
  readonly origin?: string | undefined;
  readonly text?: string | undefined;
  readonly limit: number;
};

const ledgerHeadings: readonly Heading[] = [
  { heading: 'KEY', ifLong: 'cut' },
  { heading: 'VALUE', ifLong: 'cut' },
  { heading: 'STATE', ifLong: 'cut' },
  'RESOURCE',
  { heading: 'FROM', isSpare: true },
  { heading: 'RULE', isSpare: true },
  { heading: 'SINCE', isSpare: true },
];

const stateOf = ({ isContested, displaced }: Item['inherited'][number]): Cell => {
  if (isContested) return { text: 'contested', style: 'yellow' };
  return displaced === null ? 'inherited' : `inherited, was "${displaced}"`;
};

const rowsOf =
  (key: string | undefined) =>
  ({ arn, inherited, refused }: Item): readonly (readonly Cell[])[] => {
    const placeOf = ({ primary, rule, since }: z.infer<typeof factSchema>): readonly Cell[] => [
      resourceCell(arn),
      resourceCell(primary),
      shownRule(rule),
      timeCell(since),
    ];
    return [
      ...inherited.map((fact) => ({ fact, state: stateOf(fact) })),
      ...refused.map((fact) => ({
        fact,
        state: { text: `refused: ${fact.reason}`, style: 'yellow' } as const,
      })),
    ]
      .filter(({ fact }) => key === undefined || fact.key === key)
      .map(({ fact, state }) => [fact.key, fact.value, state, ...placeOf(fact)]);
  };

const printItems = ({ terminal }: Session, items: readonly Item[], key: string | undefined) => {
  if (items.some(({ tags }) => tags !== null)) {
    const rows = items.map(({ arn, type, tags }) => [
      resourceCell(arn),
      type,
      (tags ?? []).map((tag) => `${tag.key}=${tag.value}`).join(' '),
    ]);
    printTable(terminal, ['RESOURCE', 'TYPE', { heading: 'TAGS', ifLong: 'cut' }], rows);
  } else printTable(terminal, ledgerHeadings, items.flatMap(rowsOf(key)));
};

/** Lists an account's resources by what they inherited. */
export const listResources = async (session: Session, filter: ListFilter): Promise<void> => {
  const { api, terminal } = session;
  const { limit, rule, primary, ...rest } = filter;
  const query = {
    ...rest,
    rule: rule === undefined ? undefined : ruleMeant(rule).settingName,
    primary: primary === undefined ? undefined : await arnMeant(session, primary),
  };
  const { answer, items, isCut } = await readPages(
    api,
    { method: 'GET', path: ['resources'], query },
    { field: 'items', item: itemSchema, most: limit },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('There are no such resources.');
    printItems(session, items, filter.key);
    tellCut(terminal, isCut);
    terminal.tell(countOf(items.length, 'resource'));
  });
};
