import { Option } from '@commander-js/extra-typings';
import { ruleAnswer } from '../../admin/rule-answer.ts';
import { allResourceTypes } from '../../model/resource-types.ts';
import { catalogue } from '../../rules/catalogue.ts';
import { readAnswer } from '../api.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Subcommand } from '../root.ts';
import { ruleMeant } from '../rule-name.ts';
import { ruleFacts, ruleHeadings, ruleRow } from '../rule-words.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { printFacts, printTable } from '../table.ts';

type Filter = {
  readonly status: 'enabled' | 'disabled' | undefined;
  readonly type: string | undefined;
};

const list = async (session: Session, { status, type }: Filter): Promise<void> => {
  const { api, terminal } = session;
  const query = {
    status: status === undefined ? undefined : status === 'enabled' ? 'Enable' : 'Disable',
    type,
  };
  const { answer, items } = await readPages(
    api,
    { method: 'GET', path: ['rules'], query },
    { field: 'rules', item: ruleAnswer, most: catalogue.length },
  );
  tellAnswer(session, answer, () => {
    if (items.length === 0) terminal.tell('No rule is like that.');
    else printTable(terminal, ruleHeadings, items.map(ruleRow));
  });
};

const show = async (session: Session, name: string): Promise<void> => {
  const { settingName } = ruleMeant(name);
  const answer = await session.api.call({ method: 'GET', path: ['rules', settingName] });
  const rule = readAnswer(ruleAnswer, answer);
  tellAnswer(session, answer, () => {
    printFacts(session.terminal, ruleFacts(rule));
  });
};

/** Resource types as people write them: `ecs-disk`. */
const typeNames = allResourceTypes.map((type) => type.toLowerCase());

const typeMeant = (name: string | undefined): string | undefined =>
  allResourceTypes.find((type) => type.toLowerCase() === name);

/** `heirtag rules list`, `show`. */
export const addRuleReads = (rules: Subcommand, deps: CliDeps): void => {
  rules
    .command('list')
    .description('List the rules, set or not.')
    .addOption(
      new Option('--status <status>', 'only those that are').choices(['enabled', 'disabled']),
    )
    .addOption(
      new Option('--type <type>', 'only those from or to this resource type').choices(typeNames),
    )
    .addHelpText(
      'after',
      examplesText('rules list', 'rules list --status enabled', 'rules list --type vpc-eip --json'),
    )
    .action(({ status, type }, command) =>
      list(openSession(command.optsWithGlobals(), deps), {
        status,
        type: typeMeant(type),
      }),
    );

  rules
    .command('show')
    .description('Tell all about one rule.')
    .argument('<rule>', 'its name: ecs-instance/ecs-disk')
    .addHelpText(
      'after',
      examplesText(
        'rules show ecs-instance/ecs-disk',
        'rules show kafka-instance/kafka-topic --json',
      ),
    )
    .action((name, _, command) => show(openSession(command.optsWithGlobals(), deps), name));
};
