import * as z from 'zod/mini';
import { exampleArn } from '../../clouds/arn.ts';
import { readAnswer } from '../api.ts';
import { atTime, lineNaming, resourceCell } from '../cells.ts';
import { shownPrincipal } from '../history-words.ts';
import { arnMeant, ownerOf, resourceName } from '../resource-name.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Heading, tableLines } from '../table.ts';
import { printable, type Terminal } from '../terminal.ts';

const hopSchema = z.object({
  resource: z.string(),
  value: z.nullable(z.string()),
  inherited: z.nullable(
    z.object({
      rule: z.string(),
      since: z.string(),
      cause: z.object({
        eventName: z.string(),
        eventTime: z.string(),
        principal: z.string(),
        isClaimed: z._default(z.boolean(), false),
      }),
      displaced: z.nullable(z.string()),
    }),
  ),
});

const keySchema = z.object({
  key: z.string(),
  value: z.nullable(z.string()),
  origin: z.enum(['inherited', 'own', 'absent']),
  why: z.string(),
  pending: z.nullable(
    z.object({ action: z.string(), reason: z.string(), value: z.nullable(z.string()) }),
  ),
  contest: z.nullable(
    z.object({ since: z.string(), by: z.nullable(z.string()), theirs: z.nullable(z.string()) }),
  ),
  parents: z.array(
    z.object({
      primary: z.string(),
      rule: z.nullable(z.string()),
      value: z.nullable(z.string()),
      verdict: z.string(),
    }),
  ),
  chain: z.array(hopSchema),
});

const explainAnswer = z.object({ exists: z.boolean(), keys: z.array(keySchema) });

type Key = z.infer<typeof keySchema>;
type Hop = z.infer<typeof hopSchema>;

const quoted = (value: string | null): string => (value === null ? 'none' : JSON.stringify(value));

/** How a value came to a resource, and from where. */
const hopLines = ({ resource, value, inherited }: Hop, terminal: Terminal): readonly string[] => {
  const here = lineNaming(terminal, [resource], (name) => `  ${name} has ${quoted(value)}`);
  if (inherited === null) return [here];
  const { rule, since, cause, displaced } = inherited;
  const before = displaced === null ? '' : `, in the place of ${quoted(displaced)}`;
  return [
    here,
    `    by ${shownRule(rule)} since ${since}${before},`,
    `    on ${cause.eventName} of ${shownPrincipal(cause)} ${atTime(cause.eventTime)}, from`,
  ];
};

const pendingLines = ({ pending }: Key): readonly string[] => {
  if (pending === null) return [];
  const value = pending.action === 'set' ? ` ${quoted(pending.value)}` : '';
  return [`  would now be: ${pending.action}${value} (${pending.reason})`];
};

const contestLines = ({ contest }: Key): readonly string[] =>
  contest === null
    ? []
    : [
        `  contested since ${contest.since} by ${contest.by ?? 'somebody that no event named'}, who wanted ${quoted(contest.theirs)}`,
      ];

const indent = '  ';

const headings: readonly Heading[] = [
  'PARENT',
  { heading: 'RULE', isSpare: true },
  { heading: 'VALUE', ifLong: 'cut' },
  { heading: 'VERDICT', ifLong: 'fold' },
];

/** A parent that wins unrivalled stands in the chain already. */
const isTold = ({ parents, chain }: Key): boolean => {
  const [only, another] = parents;
  if (only === undefined) return true;
  return another === undefined && only.verdict === 'wins' && only.primary === chain[1]?.resource;
};

const parentLines = (key: Key, terminal: Terminal): readonly string[] => {
  if (isTold(key)) return [];
  const { parents } = key;
  const rows = parents.map(({ primary, rule, value, verdict }) => [
    resourceCell(primary),
    rule === null ? 'none' : shownRule(rule),
    quoted(value),
    verdict,
  ]);
  const { paint, tableWidth } = terminal;
  const narrower = { paint, tableWidth: tableWidth && tableWidth - indent.length };
  return tableLines(narrower, headings, rows).map((line) => `${indent}${line}`);
};

const keyLines = (key: Key, terminal: Terminal): readonly string[] => [
  `${terminal.paint('bold', printable(key.key))}${key.value === null ? '' : ` ${quoted(key.value)}`}: ${key.origin}, ${key.why}`,
  ...[
    ...pendingLines(key),
    ...contestLines(key),
    ...key.chain.flatMap((hop) => hopLines(hop, terminal)),
  ].map(printable),
  ...parentLines(key, terminal),
  '',
];

const explain = async (session: Session, name: string, key?: string): Promise<void> => {
  const resource = await arnMeant(session, name);
  const { api, terminal } = session;
  const answer = await api.call({
    method: 'GET',
    path: ['explain'],
    accountId: ownerOf(resource),
    query: { resource, key },
  });
  const { exists, keys } = readAnswer(explainAnswer, answer);
  tellAnswer(session, answer, () => {
    if (!exists) terminal.print('the resource does not exist');
    if (exists && keys.length === 0) {
      terminal.print(
        'it has no tags, and no rule wants any; name a key to see why it is not there',
      );
    }
    keys.flatMap((each) => keyLines(each, terminal)).forEach(terminal.print);
  });
};

/** `heirtag explain`: why a tag is as it is. */
export const addExplain = (root: Root, deps: CliDeps): void => {
  root
    .command('explain')
    .description('Explain where a tag comes from, hop by hop, or why it is not there.')
    .argument('<arn|id>', 'the resource: its ARN, or an id such as d-1', resourceName)
    .argument('[key]', 'the tag key; all that are there or wanted unless given')
    .addHelpText('after', examplesText('explain d-1 cost', `explain ${exampleArn} cost --json`))
    .action((arn, key, _, command) =>
      explain(openSession(command.optsWithGlobals(), deps), arn, key),
    );
};
