import { cloudNotConfigured } from '../cloud/absent-provider.ts';
import { jobIdOf } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { startJob } from '../jobs/start-job.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError, HeirtagError } from '../model/errors.ts';
import type { ChangesQueue } from '../queue/message.ts';
import { catalogue } from '../rules/catalogue.ts';
import type {
  AccountSettings,
  RuleSetting,
  SettingsChange,
  SettingsStore,
  Status,
} from '../settings/settings.ts';
import { assertActivated, type Edit, settingOf } from './rule-edits.ts';
import { ruleNamed } from './rule-input.ts';

/** An edit for one account. */
export type EditRequest = {
  readonly accountId: string;
  readonly edit: Edit;
  /** Who asks, for the record. */
  readonly principal: string;
};

/** What an edit would do: the settings after it, and the rules that would then be applied to what exists. */
export type Preview = {
  readonly settings: AccountSettings;
  readonly backfills: readonly RuleSetting[];
  /** Edits that would be refused, by their place; the others count as made. */
  readonly refusals: readonly { readonly index: number; readonly error: HeirtagError }[];
};

/** The use cases behind every way to manage rules. */
export type RuleAdmin = {
  readonly getFeature: (accountId: string) => Promise<Status>;
  /** The rules an account has set, in the order of the catalogue. @throws InvalidInputError `InvalidOperation.NotActivated` */
  readonly listRules: (accountId: string) => Promise<readonly RuleSetting[]>;
  /** @throws NotFoundError `InvalidSettingName.NotFound` when the rule was never set */
  readonly getRule: (accountId: string, settingName: string) => Promise<RuleSetting>;
  /** Carries out an edit, all of it or nothing. @returns the settings after it @throws what the edit throws */
  readonly edit: (request: EditRequest) => Promise<AccountSettings>;
  /** Says what some edits, one after the other, would do; writes nothing. */
  readonly preview: (accountId: string, edits: readonly Edit[]) => Promise<Preview>;
};

export type RuleAdminDeps = {
  readonly settings: SettingsStore;
  readonly jobs: JobStore;
  readonly queue: ChangesQueue;
  readonly clock: Clock;
  readonly newId: () => string;
  /** False where the stage has no cloud: then nothing can be turned on. */
  readonly hasCloud: boolean;
};

/** More than as many writers of one rule as are likely to come at once: each round lets one of them through. */
const maxAttempts = 50;

/** Time for the setting to be written after its message; a worker that is early comes back later. */
const backfillDelaySeconds = 1;

/** Rules whose backfill an edit asks for. */
const newBackfills = (
  before: Pick<AccountSettings, 'rules'>,
  after: SettingsChange,
): readonly RuleSetting[] =>
  [...after.rules.values()].filter(
    ({ settingName, backfillId }) =>
      backfillId !== null && backfillId !== before.rules.get(settingName)?.backfillId,
  );

/** True when an edit turns on the feature or a rule. */
const turnsOn = (before: AccountSettings, after: SettingsChange): boolean =>
  (after.feature === 'Enable' && before.feature !== 'Enable') ||
  [...after.rules.values()].some(
    ({ settingName, status }) =>
      status === 'Enable' && before.rules.get(settingName)?.status !== 'Enable',
  );

/** Opens the use cases. */
export const createRuleAdmin = (deps: RuleAdminDeps): RuleAdmin => {
  const { settings, clock, newId } = deps;

  /**
   * The job is made and its message sent before the setting is written, so that no crash can lose it.
   * The worker waits until the setting names this very job, and ends it when that never happens.
   */
  const startBackfill = async (
    accountId: string,
    { settingName, backfillId, updatedAt }: RuleSetting,
    principal: string,
  ): Promise<void> => {
    if (backfillId === null) return;
    const start = {
      id: backfillId,
      kind: 'backfill',
      accountId,
      settingName,
      waitsForSetting: true,
      startedAt: updatedAt,
      startedBy: principal,
    } as const;
    await startJob(deps, start, backfillDelaySeconds);
  };

  const decide = (current: AccountSettings, edit: Edit): SettingsChange => {
    const now = isoTime(clock());
    const next = edit(current, { now, newId: () => jobIdOf(now, newId()) });
    if (!deps.hasCloud && turnsOn(current, next)) throw cloudNotConfigured();
    return next;
  };

  return {
    getFeature: async (accountId) => (await settings.read(accountId)).feature,

    listRules: async (accountId) => {
      const current = await settings.read(accountId);
      assertActivated(current);
      return catalogue.flatMap(({ settingName }) => current.rules.get(settingName) ?? []);
    },

    getRule: async (accountId, settingName) => {
      const current = await settings.read(accountId);
      assertActivated(current);
      return settingOf(current, ruleNamed(settingName));
    },

    edit: async ({ accountId, edit, principal }) => {
      for (let attempt = 1; ; attempt += 1) {
        const current = await settings.read(accountId);
        const next = decide(current, edit);
        for (const setting of newBackfills(current, next)) {
          await startBackfill(accountId, setting, principal);
        }
        try {
          return await settings.replace(current, next);
        } catch (error) {
          if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
        }
      }
    },

    preview: async (accountId, edits) => {
      const before = await settings.read(accountId);
      const refusals: { index: number; error: HeirtagError }[] = [];
      let after = before;
      for (const [index, edit] of edits.entries()) {
        try {
          after = { accountId, version: after.version + 1, ...decide(after, edit) };
        } catch (error) {
          if (!(error instanceof HeirtagError)) throw error;
          refusals.push({ index, error });
        }
      }
      return { settings: after, backfills: newBackfills(before, after), refusals };
    },
  };
};

/** What came of one of many edits. */
export type EditResult<Key> =
  | { readonly key: Key; readonly settings: AccountSettings }
  | { readonly key: Key; readonly error: HeirtagError };

/** Carries out edits one by one; one that is refused does not stop the rest. @throws what is no refusal */
export const editEach = async <Key>(
  admin: Pick<RuleAdmin, 'edit'>,
  edits: readonly (EditRequest & { readonly key: Key })[],
): Promise<readonly EditResult<Key>[]> => {
  const results: EditResult<Key>[] = [];
  for (const { key, ...request } of edits) {
    try {
      results.push({ key, settings: await admin.edit(request) });
    } catch (error) {
      if (!(error instanceof HeirtagError)) throw error;
      results.push({ key, error });
    }
  }
  return results;
};
