import { Option } from '@commander-js/extra-typings';
import * as z from 'zod/mini';
import { ruleAnswer } from '../../admin/rule-answer.ts';
import { catalogue } from '../../clouds/catalogue.ts';
import { shortNameOf } from '../../clouds/short-name.ts';
import { TerminalError } from '../../model/errors.ts';
import { readAnswer } from '../api.ts';
import { tellIfOff } from '../feature-switch.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Subcommand } from '../root.ts';
import { ruleMeant, ruleText } from '../rule-name.ts';
import { ruleFacts, ruleHeadings, ruleRow } from '../rule-words.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { printFacts, printTable } from '../table.ts';
import { typeMeant, typeNames } from '../type-name.ts';

type Filter = {
  readonly status: 'enabled' | 'disabled' | undefined;
  readonly type: string | undefined;
};

/** Says which rules there are none of. */
const noneText = ({ status, type }: Filter): string => {
  const about = type === undefined ? '' : ` from or to ${type.toLowerCase()}`;
  return `No rule${about} is ${status ?? 'there'}.`;
};

const list = async (session: Session, { status, type }: Filter): Promise<void> => {
  const { terminal } = session;
  const query = {
    status: status === undefined ? undefined : status === 'enabled' ? 'Enable' : 'Disable',
    type,
  };
  const { answer, items } = await allRules(session, query);
  tellAnswer(session, answer, () => {
    if (items.length === 0) terminal.tell(noneText({ status, type }));
    else printTable(terminal, ruleHeadings, items.map(ruleRow));
  });
  if (!session.isJson) await tellIfOff(session);
};

/** The rules as the API tells them, one that was never set as it would be. */
const allRules = async ({ api }: Session, query: Readonly<Record<string, string | undefined>>) =>
  readPages(
    api,
    { method: 'GET', path: ['rules'], query },
    { field: 'rules', item: ruleAnswer, most: catalogue.length },
  );

const show = async (session: Session, name: string): Promise<void> => {
  const { terminal } = session;
  const meant = ruleMeant(name);
  const { answer, items } = await allRules(session, { type: meant.associated });
  const place = items.findIndex(({ settingName }) => settingName === meant.settingName);
  const rule = items[place];
  if (rule === undefined) {
    throw new TerminalError({
      code: 'UnexpectedAnswer',
      message: `the API lists no rule ${meant.settingName}; it is of another version`,
    });
  }
  const asTold = readAnswer(z.array(z.unknown()), answer.rules)[place];
  tellAnswer(session, asTold, () => {
    printFacts(terminal, ruleFacts(rule));
    if (!rule.isSet) {
      const shown = shortNameOf(meant);
      terminal.tell(
        `It was never set, and does nothing: heirtag rules enable ${shown} turns it on as it stands here.`,
      );
    }
  });
  if (!session.isJson) await tellIfOff(session);
};

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
    .argument('<rule>', 'its name: ecs-instance/ecs-disk', ruleText)
    .addHelpText(
      'after',
      examplesText(
        'rules show ecs-instance/ecs-disk',
        'rules show kafka-instance/kafka-topic --json',
      ),
    )
    .action((name, _, command) => show(openSession(command.optsWithGlobals(), deps), name));
};
