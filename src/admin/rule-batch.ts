import { HeirtagError, InvalidInputError } from '../model/errors.ts';
import type { AccountSettings, RuleSetting } from '../settings/settings.ts';
import { type BatchAction, batchEdit, type Chosen } from './batch-edit.ts';
import type { JobAdmin } from './job-admin.ts';
import type { RuleAdmin } from './rule-admin.ts';

import { ruleNamed } from './rule-input.ts';

/** One action on rules, each on its own. */
export type BatchRequest = {
  readonly accountId: string;
  readonly principal: string;
  readonly action: BatchAction;
  readonly settingNames: readonly string[];
  /** All were meant, so that those which the action is not about are no mistake. */
  readonly isAll: boolean;
  /** What is chosen for some of the rules, by their names. */
  readonly chosen: ReadonlyMap<string, Chosen>;
};

/** What came of one rule. */
export type BatchResult = { readonly settingName: string } & (
  | {
      readonly status: 'done' | 'unchanged';
      readonly settings: AccountSettings;
      /** The backfill that this started, or that is doing the same already; null when there is none. */
      readonly jobId: string | null;
      /** Why nothing was changed; null when something was. */
      readonly message: string | null;
    }
  | { readonly status: 'failed'; readonly error: HeirtagError }
);

export type BatchDeps = {
  readonly ruleAdmin: Pick<RuleAdmin, 'edit'>;
  readonly jobAdmin: Pick<JobAdmin, 'start'>;
};

const whyUnchanged = (action: BatchAction, setting: RuleSetting | undefined): string => {
  switch (action) {
    case 'enable':
      return 'is on already';
    case 'modify':
      return 'has that setting already';
    case 'disable':
      return setting === undefined ? 'was never set, so it is off' : 'is off already';
    case 'applyToExisting':
      return 'is not on, so it applies to nothing';
  }
};

/** Applies a rule once more that applies to existing resources already: nothing but a job tells of it. */
const applyAgain = async (
  { jobAdmin }: BatchDeps,
  { accountId, principal }: BatchRequest,
  name: string,
): Promise<{ readonly jobId: string; readonly isRunning: boolean }> => {
  try {
    const { id } = await jobAdmin.start({ accountId, principal, rule: ruleNamed(name) });
    return { jobId: id, isRunning: false };
  } catch (error) {
    const running = error instanceof InvalidInputError && error.code === 'JobRunning';
    if (!running) throw error;
    return { jobId: String(error.details.jobId), isRunning: true };
  }
};

const doOne = async (
  deps: BatchDeps,
  request: BatchRequest,
  settingName: string,
): Promise<BatchResult> => {
  const { accountId, principal, action, isAll, chosen } = request;
  const edit = batchEdit(action, settingName, { isAll, chosen: chosen.get(settingName) });
  const settings = await deps.ruleAdmin.edit({ accountId, principal, edit });
  const rule = ruleNamed(settingName);
  const done = { settingName, status: 'done', settings, message: null } as const;
  if (!settings.isUnchanged) {
    return { ...done, jobId: settings.started.get(rule.settingName) ?? null };
  }
  const setting = settings.rules.get(rule.settingName);
  if (action !== 'applyToExisting' || setting?.status !== 'Enable') {
    return {
      ...done,
      status: 'unchanged',
      jobId: null,
      message: whyUnchanged(action, setting),
    };
  }
  const { jobId, isRunning } = await applyAgain(deps, request, settingName);
  return isRunning
    ? { ...done, status: 'unchanged', jobId, message: `job ${jobId} is applying it already` }
    : { ...done, jobId };
};

/** Does an action to rules one by one; one that fails does not stop the rest. @throws what is no HeirtagError */
export const doBatch = async (
  deps: BatchDeps,
  request: BatchRequest,
): Promise<readonly BatchResult[]> => {
  const results: BatchResult[] = [];
  for (const settingName of request.settingNames) {
    try {
      results.push(await doOne(deps, request, settingName));
    } catch (error) {
      if (!(error instanceof HeirtagError)) throw error;
      results.push({ settingName, status: 'failed', error });
    }
  }
  return results;
};
