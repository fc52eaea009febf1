import { apiErrorOf } from '../admin/api-error.ts';
import type { RuleAdmin } from '../admin/rule-admin.ts';
import { type Edit, filledIn } from '../admin/rule-edits.ts';
import { changeSettings } from '../admin/settings-edit.ts';
import { type AuditedDeps, audited } from '../audit/audited.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { HeirtagError, TerminalError } from '../model/errors.ts';
import type { WantedAccount } from './read-rules-file.ts';

/** What a deployment asks for. */
export type DeployedRules = {
  readonly accounts: readonly WantedAccount[];
  /** Rules that are on, and that the file does not name, are turned off. */
  readonly isPruning: boolean;
  /** Who deploys: the ARN of the stack. */
  readonly principal: string;
};

export type ApplyDeps = AuditedDeps & {
  readonly ruleAdmin: Pick<RuleAdmin, 'edit'>;
  readonly clock: Clock;
  readonly newId: () => string;
};

/** Nobody looked at the settings beforehand: the change is decided on those that are written over. */
const editFor =
  ({ feature, rules }: WantedAccount, isPruning: boolean): Edit =>
  (current, facts) => {
    const named = new Set<string>(rules.map(({ settingName }) => settingName));
    const pruned = [...current.rules.values()]
      .filter(({ settingName, status }) => status === 'Enable' && !named.has(settingName))
      .map((rule) => ({
        settingName: rule.settingName,
        input: { ...filledIn(rule), status: 'Disable' } as const,
      }));
    return changeSettings({ feature, rules: isPruning ? [...rules, ...pruned] : rules })(
      current,
      facts,
    );
  };

/**
 * Makes accounts what a deployed file says, each as a whole, one after the other.
 * @throws TerminalError `NotApplied` that names the accounts that were not changed, and why
 */
export const applyAtDeploy = async (
  deps: ApplyDeps,
  { accounts, isPruning, principal }: DeployedRules,
): Promise<void> => {
  const { ruleAdmin, clock, newId } = deps;
  const failed: string[] = [];
  for (const wanted of accounts) {
    const { accountId, feature, rules } = wanted;
    try {
      await audited(deps, {
        accountId,
        requestId: newId(),
        principal,
        time: isoTime(clock()),
        action: 'PATCH /v1/settings',
        target: { accountId },
        input: { feature, rules, isPruning },
        work: () => ruleAdmin.edit({ accountId, principal, edit: editFor(wanted, isPruning) }),
        endOf: (error) => {
          const { status, code } = apiErrorOf(error);
          return { outcome: status < 500 ? 'refused' : 'failed', code };
        },
      });
    } catch (error) {
      if (!(error instanceof HeirtagError)) throw error;
      failed.push(`account ${accountId}: ${error.message} (${error.code})`);
    }
  }
  if (failed.length === 0) return;
  throw new TerminalError({
    code: 'NotApplied',
    message: `${failed.length} of ${accounts.length} accounts were not changed: ${failed.join('; ')}`,
  });
};
