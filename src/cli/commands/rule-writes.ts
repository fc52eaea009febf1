import * as z from 'zod/mini';
import { ruleAnswer } from '../../admin/rule-answer.ts';
import { HeirtagError, TerminalError } from '../../model/errors.ts';
import { type Api, readAnswer } from '../api.ts';
import { assertConfirmed, yesOption } from '../confirm.ts';
import { examplesText, type Subcommand } from '../root.ts';
import { ruleMeant, ruleText, ruleTexts, shortenRules, shownRule } from '../rule-name.ts';
import {
  changeOf,
  fieldsOf,
  type RuleOptions,
  withIfVersion,
  withRuleOptions,
} from '../rule-options.ts';
import { ruleFacts } from '../rule-words.ts';
import {
  batchWrite,
  deleteWrite,
  doWrite,
  type Enabling,
  enabling,
  modifyWrite,
  rulesNamed,
} from '../rule-writes.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Cell, printFacts, printTable } from '../table.ts';

const resultSchema = z.object({
  settingName: z.string(),
  status: z.enum(['done', 'unchanged', 'failed']),
  jobId: z._default(z.nullable(z.string()), null),
  code: z.optional(z.string()),
  message: z.optional(z.string()),
});
const resultsSchema = z.object({ results: z.array(resultSchema) });

/** Stages of before do not tell of jobs. */
const writtenSchema = z.object({ jobId: z._default(z.nullable(z.string()), null) });

type Result = z.infer<typeof resultSchema>;

const resultStyles = { done: 'green', unchanged: 'dim', failed: 'red' } as const;

const reasonOf = ({ settingName, code, message = '' }: Result): string =>
  code === undefined ? message.replace(`${settingName} `, '') : `${message} (${code})`;

const resultRow = (result: Result): readonly Cell[] => [
  shownRule(result.settingName),
  { text: result.status, style: resultStyles[result.status] },
  result.jobId ?? '',
  shortenRules(reasonOf(result)),
];

const tellJobs = ({ terminal }: Session, ids: readonly (string | null)[]): void => {
  const [id, ...others] = ids.filter((each) => each !== null);
  if (id === undefined) return;
  terminal.tell(
    others.length === 0
      ? `job ${id} applies it to what there is; heirtag jobs watch ${id} shows how it goes.`
      : 'jobs apply them to what there is; heirtag jobs list tells how far they are.',
  );
};

/** Tells what came of each rule. @throws TerminalError `RulesFailed` when one failed */
const tellResults = (session: Session, answer: unknown): void => {
  const { results } = readAnswer(resultsSchema, answer);
  const { terminal } = session;
  tellAnswer(session, answer, () => {
    const reason = { heading: '', ifLong: 'fold' } as const;
    printTable(terminal, ['RULE', 'RESULT', 'JOB', reason], results.map(resultRow));
    tellJobs(
      session,
      results.map(({ jobId }) => jobId),
    );
  });
  const failed = results.filter(({ status }) => status === 'failed').length;
  if (failed === 0) return;
  throw new TerminalError({
    code: 'RulesFailed',
    message:
      failed === results.length
        ? 'no rule was changed'
        : `${failed} of ${results.length} rules failed; the others are as asked for`,
  });
};

/** Does one change after the other; one that fails does not stop the rest. */
const doEach = async (
  api: Api,
  { writes }: Extract<Enabling, { kind: 'each' }>,
): Promise<{ readonly results: readonly object[] }> => {
  const results: object[] = [];
  for (const { settingName, write } of writes) {
    try {
      const rule = await doWrite(api, write);
      const { jobId } = readAnswer(writtenSchema, rule);
      results.push({ settingName, status: 'done', jobId, rule });
    } catch (error) {
      if (!(error instanceof HeirtagError)) throw error;
      const { code, message } = error;
      results.push({ settingName, status: 'failed', code, message });
    }
  }
  return { results };
};

type Choice = {
  readonly names: readonly string[];
  readonly isAll: boolean;
  /** `--yes`: nobody has to be asked. */
  readonly isConfirmed: boolean;
};

const overwriting =
  "Where a rule's conflict policy is overwrite (the default), tags of other people lose their values.";

const enablingAll = {
  question: `Turn all rules on? ${overwriting}`,
  plan: 'heirtag plan enable --all',
} as const;

const applyingAll = {
  question: `Apply all rules that are on to all resources there are? ${overwriting}`,
  plan: 'heirtag plan apply-to-existing --all',
} as const;

const enable = async (session: Session, choice: Choice, options: RuleOptions): Promise<void> => {
  const { api } = session;
  const rules = rulesNamed(choice.names, choice.isAll);
  const wanted = enabling(rules, fieldsOf(options), options.ifVersion);
  if (rules === 'all') await assertConfirmed(session, { ...enablingAll, ...choice });
  const answer = wanted.kind === 'batch' ? doWrite(api, wanted.write) : doEach(api, wanted);
  tellResults(session, await answer);
};

const modify = async (session: Session, name: string, options: RuleOptions): Promise<void> => {
  const write = modifyWrite(ruleMeant(name), changeOf(options), options.ifVersion);
  const answer = await doWrite(session.api, write);
  const rule = readAnswer(ruleAnswer, answer);
  tellAnswer(session, answer, () => {
    printFacts(session.terminal, ruleFacts(rule));
    tellJobs(session, [readAnswer(writtenSchema, answer).jobId]);
  });
};

const batch = async (
  session: Session,
  action: 'disable' | 'applyToExisting',
  { names, isAll, isConfirmed }: Choice,
): Promise<void> => {
  const rules = rulesNamed(names, isAll);
  if (rules === 'all' && action === 'applyToExisting') {
    await assertConfirmed(session, { ...applyingAll, isConfirmed });
  }
  const write = batchWrite(action, rules);
  tellResults(session, await doWrite(session.api, write));
};

const remove = async (session: Session, name: string, version?: string): Promise<void> => {
  const rule = ruleMeant(name);
  const answer = await doWrite(session.api, deleteWrite(rule, version));
  tellAnswer(session, answer, () =>
    session.terminal.print(`${shownRule(rule.settingName)} has no setting any more; tags stay`),
  );
};

/** `heirtag rules enable`, `modify`, `disable`, `delete`, `apply-to-existing`. */
export const addRuleWrites = (rules: Subcommand, deps: CliDeps): void => {
  withRuleOptions(rules.command('enable'))
    .description('Turn rules on. Settings that are not given stay, or have their defaults.')
    .argument('[rules...]', 'their names: ecs-instance/ecs-disk', ruleTexts)
    .option('--all', 'every rule; asks first')
    .addOption(yesOption())
    .addHelpText(
      'after',
      examplesText(
        'rules enable ecs-instance/ecs-disk',
        'rules enable ecs-instance/ecs-disk ecs-instance/ecs-eni --keys cost,team --existing',
        'rules enable --all --yes',
      ),
    )
    .action((names, options, command) =>
      enable(
        openSession(command.optsWithGlobals(), deps),
        { names, isAll: options.all === true, isConfirmed: options.yes === true },
        options,
      ),
    );

  withRuleOptions(rules.command('modify'))
    .description('Change settings of a rule that was set. What is not given stays.')
    .argument('<rule>', 'its name: ecs-instance/ecs-disk', ruleText)
    .addHelpText(
      'after',
      examplesText(
        'rules modify ecs-instance/ecs-disk --keys cost,team',
        'rules modify ecs-instance/ecs-disk --all-keys --exclude "tmp-*"',
        'rules modify ecs-instance/vpc-eip --policy keep --if-version 7',
      ),
    )
    .action((name, options, command) =>
      modify(openSession(command.optsWithGlobals(), deps), name, options),
    );

  rules
    .command('disable')
    .description('Turn rules off. Inherited tags stay.')
    .argument('[rules...]', 'their names: ecs-instance/ecs-disk', ruleTexts)
    .option('--all', 'every rule')
    .addHelpText(
      'after',
      examplesText('rules disable ecs-instance/ecs-disk', 'rules disable --all'),
    )
    .action((names, { all: isAll = false }, command) =>
      batch(openSession(command.optsWithGlobals(), deps), 'disable', {
        names,
        isAll,
        isConfirmed: true,
      }),
    );

  rules
    .command('apply-to-existing')
    .description(
      'Apply rules that are on to the resources there are: a job each, unless one is doing it.',
    )
    .argument('[rules...]', 'their names: ecs-instance/ecs-disk', ruleTexts)
    .option('--all', 'every rule that supports it; asks first')
    .addOption(yesOption())
    .addHelpText(
      'after',
      examplesText(
        'rules apply-to-existing ecs-instance/ecs-disk',
        'rules apply-to-existing --all --yes',
        'jobs list    # how far are they?',
      ),
    )
    .action((names, { all: isAll = false, yes: isConfirmed = false }, command) =>
      batch(openSession(command.optsWithGlobals(), deps), 'applyToExisting', {
        names,
        isAll,
        isConfirmed,
      }),
    );

  withIfVersion(rules.command('delete'))
    .description("Forget a rule's setting. Inherited tags stay.")
    .argument('<rule>', 'its name: ecs-instance/ecs-disk', ruleText)
    .addHelpText(
      'after',
      examplesText('rules delete ecs-instance/ecs-disk', 'rules delete ecs-i/ecs-d --if-version 7'),
    )
    .action((name, { ifVersion }, command) =>
      remove(openSession(command.optsWithGlobals(), deps), name, ifVersion),
    );
};
