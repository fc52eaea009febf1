import * as z from 'zod/mini';
import { HeirtagError, TerminalError } from '../../model/errors.ts';
import { type AccountChange, isChange } from '../../rules-file/compare.ts';
import { changeCall, compareAll, wantedIn } from '../account-settings.ts';
import { readAnswer } from '../api.ts';
import { extentOf, tellChanges } from '../change-words.ts';
import { assertConfirmed, yesOption } from '../confirm.ts';
import { examplesText, type Root } from '../root.ts';
import { shownRule } from '../rule-name.ts';
import { pruneOption, rulesFileOption } from '../rules-file-options.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';

type Asked = {
  readonly file: string;
  readonly isPruning: boolean;
  readonly isConfirmed: boolean;
};

/** What came of one account. */
type Applied = { readonly accountId: string } & (
  | { readonly status: 'unchanged' }
  | { readonly status: 'applied'; readonly jobs: z.infer<typeof jobsAnswer>['jobs'] }
  | { readonly status: 'failed'; readonly code: string; readonly message: string }
);

const jobsAnswer = z.object({
  jobs: z.array(z.object({ settingName: z.string(), jobId: z.string() })),
});

/** All of an account's changes, or none. */
const applyOne = async ({ api }: Session, change: AccountChange): Promise<Applied> => {
  const { accountId } = change;
  if (!isChange(change)) return { accountId, status: 'unchanged' };
  try {
    const { jobs } = readAnswer(jobsAnswer, await api.call(changeCall(change)));
    return { accountId, status: 'applied', jobs };
  } catch (error) {
    if (!(error instanceof HeirtagError)) throw error;
    const { code, message } = error;
    return { accountId, status: 'failed', code, message };
  }
};

const resultIn = (applied: Applied): string => {
  switch (applied.status) {
    case 'unchanged':
      return 'nothing to change';
    case 'failed':
      return `nothing was changed: ${applied.message} (${applied.code})`;
    case 'applied':
      return 'applied';
  }
};

const tellApplied = ({ terminal }: Session, applied: Applied): void => {
  terminal.print(`account ${applied.accountId}: ${resultIn(applied)}`);
  if (applied.status !== 'applied') return;
  for (const { settingName, jobId } of applied.jobs) {
    terminal.tell(`${shownRule(settingName)} is being applied to existing resources: job ${jobId}`);
  }
};

const apply = async (session: Session, asked: Asked, deps: CliDeps): Promise<void> => {
  const { terminal, isJson } = session;
  const changes = await compareAll(session, await wantedIn(asked.file, deps), asked.isPruning);
  if (!isJson) tellChanges(terminal, changes);
  if (changes.some(isChange)) {
    await assertConfirmed(session, {
      question: `Change ${extentOf(changes)}?`,
      isConfirmed: asked.isConfirmed,
      plan: 'heirtag diff --tags',
    });
  }
  const results: Applied[] = [];
  for (const change of changes) results.push(await applyOne(session, change));
  tellAnswer(session, { accounts: results }, () => {
    for (const result of results) tellApplied(session, result);
  });
  const failed = results.filter(({ status }) => status === 'failed').length;
  if (failed === 0) return;
  throw new TerminalError({
    code: 'NotApplied',
    message: `${failed} of ${results.length} accounts were not changed`,
  });
};

/** `heirtag apply`: makes accounts what a rules file says. */
export const addApply = (root: Root, deps: CliDeps): void => {
  root
    .command('apply')
    .description(
      'Make settings what a rules file says: of each account all or nothing, and only if nobody changed it meanwhile. Asks first.',
    )
    .addOption(rulesFileOption())
    .addOption(pruneOption())
    .addOption(yesOption())
    .addHelpText(
      'after',
      examplesText(
        'apply -f rules.yaml',
        'apply -f rules.yaml --prune',
        'apply -f - --yes < rules.yaml',
      ),
    )
    .action(({ file, prune: isPruning = false, yes: isConfirmed = false }, command) =>
      apply(openSession(command.optsWithGlobals(), deps), { file, isPruning, isConfirmed }, deps),
    );
};
