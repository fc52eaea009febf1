import { cloudNotConfigured } from '../clouds/absent-provider.ts';
import { catalogue, type SettingName } from '../clouds/catalogue.ts';
import { endJob } from '../jobs/end-job.ts';
import { jobIdOf } from '../jobs/job.ts';
import type { JobStore } from '../jobs/job-store.ts';
import { startJob } from '../jobs/start-job.ts';
import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError, HeirtagError, RetryableError } from '../model/errors.ts';
import type { ChangesQueue } from '../queue/message.ts';
import type {
  AccountSettings,
  RuleSetting,
  SettingsChange,
  SettingsStore,
  Status,
} from '../settings/settings.ts';
import { assertActivated, type Edit, isNotActivated, settingOf } from './rule-edits.ts';
import { ruleFor } from './rule-input.ts';

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

/** The settings after an edit, and what it did. */
export type Edited = AccountSettings & {
  /** Backfills that it started: rule → job. */
  readonly started: ReadonlyMap<SettingName, string>;
  /** Everything was so already; nothing was written. */
  readonly isUnchanged: boolean;
};

/** The use cases behind every way to manage rules. */
export type RuleAdmin = {
  readonly getFeature: (accountId: string) => Promise<Status>;
  /** The rules an account has set, in the order of the catalogue, whether the feature is on or not. */
  readonly listRules: (accountId: string) => Promise<readonly RuleSetting[]>;
  /** @throws NotFoundError `InvalidSettingName.NotFound` when the rule was never set */
  readonly getRule: (accountId: string, settingName: string) => Promise<RuleSetting>;
  /** As `listRules`, for those who must hear that it is off. @throws InvalidInputError `InvalidOperation.NotActivated` */
  readonly listActivatedRules: (accountId: string) => Promise<readonly RuleSetting[]>;
  /** Carries out an edit, all of it or nothing. @throws what the edit throws */
  readonly edit: (request: EditRequest) => Promise<Edited>;
  /** Says what some edits, one after the other, would do; writes nothing. */
  readonly preview: (accountId: string, edits: readonly Edit[]) => Promise<Preview>;
};

export type RuleAdminDeps = {
  readonly settings: SettingsStore;
  readonly jobs: JobStore;
  readonly queue: ChangesQueue;
  readonly clock: Clock;
  readonly newId: () => string;
  /** False where the stage does not touch the cloud of the account: then nothing can be turned on there. */
  readonly hasCloudFor: (accountId: string) => boolean;
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

/** Backfills that an edit makes pointless: rule → job. */
const pointlessBackfills = (
  before: AccountSettings,
  { feature, rules }: SettingsChange,
): ReadonlyMap<SettingName, string> => {
  const isWanted = ({ settingName, backfillId }: RuleSetting): boolean =>
    feature === 'Enable' && rules.get(settingName)?.backfillId === backfillId;
  const ended = [...before.rules.values()].filter(
    (rule) => rule.status === 'Enable' && !isWanted(rule),
  );
  return new Map(
    ended.flatMap(({ settingName, backfillId }) =>
      backfillId === null ? [] : [[settingName, backfillId] as const],
    ),
  );
};

/** True when an edit turns on the feature or a rule. */
const turnsOn = (before: AccountSettings, after: SettingsChange): boolean =>
  (after.feature === 'Enable' && before.feature !== 'Enable') ||
  [...after.rules.values()].some(
    ({ settingName, status }) =>
      status === 'Enable' && before.rules.get(settingName)?.status !== 'Enable',
  );

const idsOf = (backfills: readonly RuleSetting[]): ReadonlyMap<SettingName, string> =>
  new Map(
    backfills.flatMap(({ settingName, backfillId }) =>
      backfillId === null ? [] : [[settingName, backfillId] as const],
    ),
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

  const carriedOut = (current: AccountSettings, edit: Edit, by?: string): SettingsChange => {
    const now = isoTime(clock());
    try {
      return edit(current, { now, by, newId: () => jobIdOf(now, newId()) });
    } catch (error) {
      // To enable the feature first would be refused, too: better to hear at once what is missing.
      const isInVain = isNotActivated(error) && !deps.hasCloudFor(current.accountId);
      throw isInVain ? cloudNotConfigured(current.accountId) : error;
    }
  };

  const decide = (current: AccountSettings, edit: Edit, by?: string): SettingsChange => {
    const next = carriedOut(current, edit, by);
    if (!deps.hasCloudFor(current.accountId) && turnsOn(current, next)) {
      throw cloudNotConfigured(current.accountId);
    }
    return next;
  };

  /** The worker ends jobs that nothing asks for, too, only later: a failure here is no failure of the edit. */
  const endBackfills = async (
    backfills: Iterable<readonly [SettingName, string]>,
    why: string,
  ): Promise<void> => {
    for (const [settingName, id] of backfills) {
      await endJob(deps, id, `${settingName} ${why}`).catch((error: unknown) => {
        if (!(error instanceof RetryableError)) throw error;
      });
    }
  };

  const setRules = ({ rules }: AccountSettings): readonly RuleSetting[] =>
    catalogue.flatMap(({ settingName }) => rules.get(settingName) ?? []);

  return {
    getFeature: async (accountId) => (await settings.read(accountId)).feature,

    listRules: async (accountId) => setRules(await settings.read(accountId)),

    listActivatedRules: async (accountId) => {
      const current = await settings.read(accountId);
      assertActivated(current);
      return setRules(current);
    },

    getRule: async (accountId, settingName) =>
      settingOf(await settings.read(accountId), ruleFor(accountId, settingName)),

    edit: async ({ accountId, edit, principal }) => {
      for (let attempt = 1; ; attempt += 1) {
        const current = await settings.read(accountId);
        const next = decide(current, edit, principal);
        if (next === current) return { ...current, started: new Map(), isUnchanged: true };
        const backfills = newBackfills(current, next);
        for (const setting of backfills) await startBackfill(accountId, setting, principal);
        const started = idsOf(backfills);
        try {
          const after = await settings.replace(current, next);
          await endBackfills(pointlessBackfills(current, next), 'does not ask for it any more');
          return { ...after, started, isUnchanged: false };
        } catch (error) {
          if (error instanceof ConflictError) {
            await endBackfills(started, 'was changed by somebody else at the same moment');
          }
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
