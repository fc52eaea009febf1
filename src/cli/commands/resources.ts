import { Option } from '@commander-js/extra-typings';
import * as z from 'zod/mini';
import { exampleArn } from '../../clouds/arn.ts';
import { readAnswer } from '../api.ts';
import { resourceCell } from '../cells.ts';
import { withLimit } from '../list-options.ts';
import { arnMeant, ownerOf, resourceName } from '../resource-name.ts';
import { examplesText, type Root } from '../root.ts';
import { ruleText, shownRule } from '../rule-name.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, type Heading, printTable } from '../table.ts';
import { typeMeant, typeNames } from '../type-name.ts';
import { listResources } from './resource-list.ts';

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

/** Words of the API for where a tag comes from, or why it is not there. */
const origins = ['inherited', 'displaced', 'contested', 'refused', 'own', 'absent'] as const;

/** `heirtag resources`: which there are; a resource's tags, and where each comes from. */
export const addResources = (root: Root, deps: CliDeps): void => {
  withLimit(root.command('resources'))
    .description("List what inherits, or one resource's tags and where each comes from.")
    .argument('[arn|id]', 'the resource: its ARN, or an id such as d-1', resourceName)
    .addOption(new Option('--type <type>', 'of this type').choices(typeNames))
    .option('--rule <rule>', 'under this rule: ecs-instance/ecs-disk', ruleText)
    .option('--primary <arn|id>', 'from this resource', resourceName)
    .option('--key <key>', 'with this tag key')
    .addOption(
      new Option(
        '--origin <origin>',
        'where the tag comes from; own and absent ask the cloud, absent wants a --key',
      ).choices(origins),
    )
    .option('--text <text>', 'with this in an ARN, a key or a value')
    .addHelpText(
      'after',
      examplesText(
        'resources d-1',
        `resources ${exampleArn} --json`,
        'resources --rule ecs-instance/ecs-disk --key cost',
        'resources --origin refused',
        'resources --origin absent --key cost --type ecs-disk',
      ),
    )
    .action((name, filter, command) => {
      const session = openSession(command.optsWithGlobals(), deps);
      return name === undefined
        ? listResources(session, { ...filter, type: typeMeant(filter.type) })
        : show(session, name);
    });
};
