import { type AccountChange, isChange } from '../../rules-file/compare.ts';
import { changeCall, compareAll, wantedIn } from '../account-settings.ts';
import { tellChanges } from '../change-words.ts';
import { EndedWith, failingWith } from '../ended-with.ts';
import { type Plan, readPlan, tellPlanTable } from '../plan.ts';
import { examplesText, type Root } from '../root.ts';
import { pruneOption, rulesFileOption } from '../rules-file-options.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';

type Asked = {
  readonly file: string;
  readonly isPruning: boolean;
  /** Tell what would become of tags, too. */
  readonly hasTags: boolean;
};

/** @throws EndedWith 1 when something differs */
const diff = async (session: Session, asked: Asked, deps: CliDeps): Promise<void> => {
  const wanted = await wantedIn(asked.file, deps);
  const changes = await compareAll(session, wanted, asked.isPruning);
  const told: { readonly change: AccountChange; readonly plan: Plan | undefined }[] = [];
  for (const change of changes) {
    const hasPlan = asked.hasTags && isChange(change);
    const plan = hasPlan ? await readPlan(session, changeCall(change)) : undefined;
    told.push({ change, plan });
  }
  const answer = told.map(({ change, plan }) =>
    plan === undefined ? change : { ...change, plan },
  );
  const differs = changes.some(isChange);
  tellAnswer(session, { differs, accounts: answer }, () => {
    for (const { change, plan } of told) {
      tellChanges(session.terminal, [change]);
      if (plan !== undefined) tellPlanTable(session, plan);
    }
    if (!differs) session.terminal.tell('Everything is as the file says.');
  });
  if (differs) throw new EndedWith(1);
};

/** `heirtag diff`: what applying a rules file would change. */
export const addDiff = (root: Root, deps: CliDeps): void => {
  root
    .command('diff')
    .description(
      'What applying a rules file would change. Exit codes: 0 nothing, 1 something, 2 it failed.',
    )
    .addOption(rulesFileOption())
    .addOption(pruneOption())
    .option('--tags', 'what would become of tags, too')
    .addHelpText(
      'after',
      examplesText(
        'diff -f rules.yaml',
        'diff -f rules.yaml --tags --prune',
        'diff -f - --json < rules.yaml',
      ),
    )
    .action(({ file, prune: isPruning = false, tags: hasTags = false }, command) =>
      failingWith(2, () =>
        diff(openSession(command.optsWithGlobals(), deps), { file, isPruning, hasTags }, deps),
      ),
    );
};
