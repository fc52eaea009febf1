import * as z from 'zod/mini';
import { exampleArn } from '../../clouds/arn.ts';
import { resourceCell, timeCell } from '../cells.ts';
import { tellCut, withLimit } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { arnMeant, ownerOf, resourceName } from '../resource-name.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';

const contestedSchema = z.object({
  resource: z.string(),
  key: z.string(),
  value: z.string(),
  rule: z.string(),
  since: z.string(),
  by: z.nullable(z.string()),
  theirs: z.nullable(z.string()),
});

const headings: readonly Heading[] = [
  { heading: 'KEY', ifLong: 'cut' },
  { heading: 'OURS', ifLong: 'cut' },
  { heading: 'THEIRS', ifLong: 'cut' },
  { heading: 'BY', ifLong: 'cut' },
  { heading: 'SINCE', isSpare: true },
  { heading: 'RULE', isSpare: true },
  'RESOURCE',
];

const row = (tag: z.infer<typeof contestedSchema>): readonly Cell[] => [
  tag.key,
  tag.value,
  tag.theirs ?? '(removed)',
  tag.by ?? '(unknown)',
  timeCell(tag.since),
  shownRule(tag.rule),
  resourceCell(tag.resource),
];

const list = async (session: Session, most: number): Promise<void> => {
  const { api, terminal } = session;
  const { answer, items, isCut } = await readPages(
    api,
    { method: 'GET', path: ['contested'] },
    { field: 'contested', item: contestedSchema, most },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) return terminal.tell('No tag is contested.');
    printTable(terminal, headings, items.map(row));
    tellCut(terminal, isCut);
  });
};

const resume = async (session: Session, name: string, key: string): Promise<void> => {
  const resource = await arnMeant(session, name);
  const { api, terminal } = session;
  const path = ['contested', 'resume'];
  const answer = await api.call({
    method: 'POST',
    path,
    accountId: ownerOf(resource),
    body: { resource, key },
  });
  tellAnswer(session, answer, () => terminal.print(`${key} of ${resource} is repaired again`));
};

/** `heirtag contested`: tags that are left alone because somebody kept changing them back. */
export const addContested = (root: Root, deps: CliDeps): void => {
  const contested = root
    .command('contested')
    .description('Tags that are left alone because somebody kept changing them back.')
    .addHelpText('after', examplesText('contested list', 'contested resume d-1 cost'));

  withLimit(contested.command('list'))
    .description('List them, and who it was.')
    .addHelpText('after', examplesText('contested list', 'contested list --json'))
    .action(({ limit }, command) => list(openSession(command.optsWithGlobals(), deps), limit));

  contested
    .command('resume')
    .description('End a contest: the tag is repaired again, like any other.')
    .argument('<arn|id>', 'the resource: its ARN, or an id such as d-1', resourceName)
    .argument('<key>', 'the tag key')
    .addHelpText(
      'after',
      examplesText('contested resume d-1 cost', `contested resume ${exampleArn} cost`),
    )
    .action((arn, key, _, command) =>
      resume(openSession(command.optsWithGlobals(), deps), arn, key),
    );
};
