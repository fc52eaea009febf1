import { Option } from '@commander-js/extra-typings';
import { InvalidInputError } from '../../model/errors.ts';
import type { ApiCall } from '../api.ts';
import { jobBody } from '../job-body.ts';
import { type PlanFormat, planFormats, tellPlan } from '../plan.ts';
import { examplesText, type Root, type Subcommand } from '../root.ts';
import { ruleMeant, ruleText, ruleTexts } from '../rule-name.ts';
import { changeOf, fieldsOf, type RuleOptions, withRuleOptions } from '../rule-options.ts';
import {
  batchWrite,
  callFor,
  deleteWrite,
  enabling,
  modifyWrite,
  type RuleWrite,
  rulesNamed,
} from '../rule-writes.ts';
import { type CliDeps, openSession, type Session } from '../session.ts';

const formatOption = () =>
  new Option('--format <format>', 'a table of what changes, or a line per tag')
    .choices(planFormats)
    .default('table' satisfies PlanFormat);

const planWrite = async (session: Session, write: RuleWrite, format: PlanFormat): Promise<void> =>
  tellPlan(session, await callFor(session.api, write), format);

/** What enabling would be as one call. @throws InvalidInputError when it takes several */
const enableWriteOf = (
  names: readonly string[],
  isAll: boolean,
  options: RuleOptions,
): RuleWrite => {
  const wanted = enabling(rulesNamed(names, isAll), fieldsOf(options), options.ifVersion);
  if (wanted.kind === 'batch') return wanted.write;
  const [only, another] = wanted.writes;
  if (only !== undefined && another === undefined) return only.write;
  throw new InvalidInputError({
    code: 'WrongUsage',
    message: 'settings are planned for one rule at a time; name one',
  });
};

const jobCall = (body: object): ApiCall => ({ method: 'POST', path: ['jobs'], body });

const addPlannedBatch = (
  plan: Subcommand,
  deps: CliDeps,
  { name, action, what }: { name: string; action: 'disable' | 'applyToExisting'; what: string },
): void => {
  plan
    .command(name)
    .description(`What ${what} would change.`)
    .argument('[rules...]', 'their names: ecs-instance/ecs-disk', ruleTexts)
    .option('--all', 'every rule that it goes for')
    .addOption(formatOption())
    .addHelpText('after', examplesText(`plan ${name} ecs-instance/ecs-disk`, `plan ${name} --all`))
    .action((names, { all = false, format }, command) =>
      planWrite(
        openSession(command.optsWithGlobals(), deps),
        batchWrite(action, rulesNamed(names, all)),
        format,
      ),
    );
};

const addPlannedEdits = (plan: Subcommand, deps: CliDeps): void => {
  withRuleOptions(plan.command('enable'))
    .description('What turning rules on would change. Only --existing looks at what there is.')
    .argument('[rules...]', 'their names: ecs-instance/ecs-disk', ruleTexts)
    .option('--all', 'every rule')
    .addOption(formatOption())
    .addHelpText(
      'after',
      examplesText(
        'plan enable ecs-instance/ecs-disk --existing --keys cost,team',
        'plan enable ecs-instance/ecs-disk --existing --format csv > plan.csv',
      ),
    )
    .action((names, options, command) =>
      planWrite(
        openSession(command.optsWithGlobals(), deps),
        enableWriteOf(names, options.all === true, options),
        options.format,
      ),
    );

  withRuleOptions(plan.command('modify'))
    .description('What changing settings of a rule would change.')
    .argument('<rule>', 'its name: ecs-instance/ecs-disk', ruleText)
    .addOption(formatOption())
    .addHelpText('after', examplesText('plan modify ecs-instance/ecs-disk --existing'))
    .action((name, options, command) =>
      planWrite(
        openSession(command.optsWithGlobals(), deps),
        modifyWrite(ruleMeant(name), changeOf(options), options.ifVersion),
        options.format,
      ),
    );

  plan
    .command('delete')
    .description("What forgetting a rule's setting would change.")
    .argument('<rule>', 'its name: ecs-instance/ecs-disk', ruleText)
    .addOption(formatOption())
    .addHelpText('after', examplesText('plan delete ecs-instance/ecs-disk'))
    .action((name, { format }, command) =>
      planWrite(openSession(command.optsWithGlobals(), deps), deleteWrite(ruleMeant(name)), format),
    );
};

/** `heirtag plan`: what a change would do to tags, without doing it. */
export const addPlan = (root: Root, deps: CliDeps): void => {
  const plan = root
    .command('plan')
    .description('What a change would do to tags, without doing it.')
    .addHelpText(
      'after',
      examplesText(
        'plan enable ecs-instance/ecs-disk --existing --keys cost,team',
        'plan apply-to-existing --all',
        'plan backfill ecs-instance/ecs-disk --format csv > plan.csv',
        'plan sweep --json',
      ),
    );
  addPlannedEdits(plan, deps);
  addPlannedBatch(plan, deps, {
    name: 'disable',
    action: 'disable',
    what: 'turning rules off',
  });
  addPlannedBatch(plan, deps, {
    name: 'apply-to-existing',
    action: 'applyToExisting',
    what: 'applying rules to the resources there are',
  });

  plan
    .command('backfill')
    .description('What a backfill of a rule that is on would change.')
    .argument('<rule>', 'its name: ecs-instance/ecs-disk', ruleText)
    .addOption(formatOption())
    .addHelpText('after', examplesText('plan backfill ecs-instance/ecs-disk --format ndjson'))
    .action((rule, { format }, command) =>
      tellPlan(
        openSession(command.optsWithGlobals(), deps),
        jobCall(jobBody('backfill', rule)),
        format,
      ),
    );

  plan
    .command('sweep')
    .description('What a sweep would repair.')
    .addOption(formatOption())
    .addHelpText('after', examplesText('plan sweep', 'plan sweep --json'))
    .action(({ format }, command) =>
      tellPlan(
        openSession(command.optsWithGlobals(), deps),
        jobCall(jobBody('sweep', undefined)),
        format,
      ),
    );
};
