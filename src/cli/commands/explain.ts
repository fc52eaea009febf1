import * as z from 'zod/mini';
import { readAnswer } from '../api.ts';
import { arnFrom } from '../arn-argument.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { tableLines } from '../table.ts';
import { printable, type Terminal } from '../terminal.ts';

const hopSchema = z.object({
  resource: z.string(),
  value: z.nullable(z.string()),
  inherited: z.nullable(
    z.object({
      rule: z.string(),
      since: z.string(),
      cause: z.object({ eventName: z.string(), eventTime: z.string(), principal: z.string() }),
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
const hopLines = ({ resource, value, inherited }: Hop): readonly string[] => {
  const here = `  ${resource} has ${quoted(value)}`;
  if (inherited === null) return [here];
  const { rule, since, cause, displaced } = inherited;
  const before = displaced === null ? '' : `, in the place of ${quoted(displaced)}`;
  return [
    here,
    `    by ${shownRule(rule)} since ${since}${before},`,
    `    on ${cause.eventName} of ${cause.principal} at ${cause.eventTime}, from`,
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

const parentLines = ({ parents }: Key, terminal: Terminal): readonly string[] => {
  if (parents.length === 0) return [];
  const rows = parents.map(({ primary, rule, value, verdict }) => [
    primary,
    rule === null ? 'none' : shownRule(rule),
    quoted(value),
    verdict,
  ]);
  const lines = tableLines(terminal, ['PARENT', 'RULE', 'VALUE', 'VERDICT'], rows);
  return lines.map((line) => `  ${line}`);
};

const keyLines = (key: Key, terminal: Terminal): readonly string[] => [
  `${terminal.paint('bold', printable(key.key))} ${quoted(key.value)}: ${key.origin}, ${key.why}`,
  ...[...pendingLines(key), ...contestLines(key), ...key.chain.flatMap(hopLines)].map(printable),
  ...parentLines(key, terminal),
  '',
];

const explain = async (session: Session, resource: string, key?: string): Promise<void> => {
  const { api, terminal } = session;
  const answer = await api.call({ method: 'GET', path: ['explain'], query: { resource, key } });
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
    .argument('<arn>', 'the resource', arnFrom)
    .argument('[key]', 'the tag key; all that are there or wanted unless given')
    .addHelpText(
      'after',
      examplesText(
        'explain arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1',
        'explain arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1 cost --json',
      ),
    )
    .action((arn, key, _, command) =>
      explain(openSession(command.optsWithGlobals(), deps), arn, key),
    );
};
