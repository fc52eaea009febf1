import * as z from 'zod/mini';
import { readAnswer } from '../api.ts';
import { resourceCell } from '../cells.ts';
import { arnMeant, ownerOf, resourceName } from '../resource-name.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const tagSchema = z.object({
  key: z.string(),
  value: z.string(),
  origin: z.enum(['own', 'inherited']),
  from: z.optional(z.string()),
  rule: z.optional(z.string()),
  displaced: z.optional(z.string()),
  since: z.optional(z.string()),
});

const resourceAnswer = z.object({ arn: z.string(), type: z.string(), tags: z.array(tagSchema) });

const headings: readonly Heading[] = [
  { heading: 'KEY', ifLong: 'cut' },
  { heading: 'VALUE', ifLong: 'cut' },
  'ORIGIN',
  { heading: 'RULE', isSpare: true },
  { heading: 'DISPLACED', ifLong: 'cut', isSpare: true },
  'FROM',
];

const tagRow = (tag: z.infer<typeof tagSchema>): readonly Cell[] => [
  tag.key,
  tag.value,
  tag.origin === 'inherited' ? { text: 'inherited', style: 'green' } : 'own',
  tag.rule === undefined ? '' : shownRule(tag.rule),
  tag.displaced ?? '',
  tag.from === undefined ? '' : resourceCell(tag.from),
];

const show = async (session: Session, name: string): Promise<void> => {
  const arn = await arnMeant(session, name);
  const { api, terminal } = session;
  const answer = await api.call({
    method: 'GET',
    path: ['resources', ...arn.split('/')],
    accountId: ownerOf(arn),
  });
  const { type, tags } = readAnswer(resourceAnswer, answer);
  tellAnswer(session, answer, () => {
    if (tags.length === 0) return terminal.print(`${type}, no tags`);
    printTable(terminal, headings, tags.map(tagRow));
  });
};

/** `heirtag resources`: a resource's tags, and where each comes from. */
export const addResources = (root: Root, deps: CliDeps): void => {
  root
    .command('resources')
    .description("List a resource's tags, and where each comes from.")
    .argument('<arn|id>', 'the resource: its ARN, or an id such as d-1', resourceName)
    .addHelpText(
      'after',
      examplesText(
        'resources d-1',
        'resources arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1',
        'resources arn:acs:vpc:cn-hangzhou:1000000000000001:eip/eip-1 --json',
      ),
    )
    .action((arn, _, command) => show(openSession(command.optsWithGlobals(), deps), arn));
};
