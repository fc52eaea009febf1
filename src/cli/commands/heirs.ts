import * as z from 'zod/mini';
import { resourceCell } from '../cells.ts';
import { tellCut, withLimit } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { arnMeant, ownerOf, resourceName } from '../resource-name.ts';
import { examplesText, type Root } from '../root.ts';
import { ruleMeant, ruleText, shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const heirSchema = z.object({
  resource: z.string(),
  rule: z.nullable(z.string()),
  keys: z.array(
    z.object({
      key: z.string(),
      value: z.nullable(z.string()),
      origin: z.string(),
      why: z.string(),
      verdict: z.string(),
    }),
  ),
});

type Heir = z.infer<typeof heirSchema>;

const headings: readonly Heading[] = [
  'HEIR',
  { heading: 'KEY', ifLong: 'cut' },
  { heading: 'VALUE', ifLong: 'cut' },
  'ORIGIN',
  { heading: 'VERDICT', ifLong: 'cut' },
  { heading: 'WHY', ifLong: 'cut', isSpare: true },
  { heading: 'RULE', isSpare: true },
];

const rowsOf = ({ resource, rule, keys }: Heir): readonly (readonly Cell[])[] => {
  const name = resourceCell(resource);
  const shown = rule === null ? '' : shownRule(rule);
  if (keys.length === 0) return [[name, '', '', '', 'no tags from it', '', shown]];
  return keys.map(({ key, value, origin, why, verdict }): readonly Cell[] => [
    name,
    key,
    value ?? '(none)',
    origin,
    verdict === 'wins' ? { text: verdict, style: 'green' } : verdict,
    why,
    shown,
  ]);
};

type Options = {
  readonly rule?: string | undefined;
  readonly key?: string | undefined;
  readonly limit: number;
};

const list = async (
  session: Session,
  name: string,
  { rule, key, limit }: Options,
): Promise<void> => {
  const resource = await arnMeant(session, name);
  const { api, terminal } = session;
  const settingName = rule === undefined ? undefined : ruleMeant(rule).settingName;
  const { answer, items, isCut } = await readPages(
    api,
    {
      method: 'GET',
      path: ['heirs'],
      accountId: ownerOf(resource),
      query: { resource, rule: settingName, key },
    },
    { field: 'heirs', item: heirSchema, most: limit, perPage: 50 },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell(`Nothing inherits from ${resource}.`);
    printTable(terminal, headings, items.flatMap(rowsOf));
    tellCut(terminal, isCut);
  });
};

/** `heirtag heirs`: what hangs on a resource. */
export const addHeirs = (root: Root, deps: CliDeps): void => {
  withLimit(root.command('heirs'))
    .description('List what hangs on a resource, and what comes there of its tags.')
    .argument('<arn|id>', 'the resource: its ARN, or an id such as i-1', resourceName)
    .option('--rule <rule>', 'only under this rule: ecs-instance/ecs-disk', ruleText)
    .option('--key <key>', 'only this tag key')
    .addHelpText(
      'after',
      examplesText('heirs i-1', 'heirs i-1 --key cost --rule ecs-instance/ecs-disk --json'),
    )
    .action((name, options, command) =>
      list(openSession(command.optsWithGlobals(), deps), name, options),
    );
};
