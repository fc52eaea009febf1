import { type Clock, isoTime } from '../model/clock.ts';
import { ConflictError, InvalidInputError, NotFoundError } from '../model/errors.ts';
import { type ChangesQueue, ownCauses } from '../queue/message.ts';
import { catalogue, type Rule, type SettingName } from '../rules/catalogue.ts';
import type {
  AccountSettings,
  RuleSetting,
  SettingsChange,
  SettingsStore,
  Status,
} from '../settings/settings.ts';
import { checkRuleInput, type RuleInput, ruleNamed } from './rule-input.ts';

/** The use cases behind every way to manage rules. */
export type RuleAdmin = {
  readonly getFeature: (accountId: string) => Promise<Status>;
  /** Turns the whole feature on or off; tags stay as they are. */
  readonly setFeature: (accountId: string, status: Status) => Promise<Status>;
  /** The rules an account has set, in the order of the catalogue. @throws InvalidInputError `InvalidOperation.NotActivated` */
  readonly listRules: (accountId: string) => Promise<readonly RuleSetting[]>;
  /** @throws NotFoundError `InvalidSettingName.NotFound` when the rule was never set */
  readonly getRule: (accountId: string, settingName: string) => Promise<RuleSetting>;
  /** Creates or replaces a rule's setting; what the input leaves out has its default. */
  readonly putRule: (request: PutRule) => Promise<RuleSetting>;
};

export type PutRule = {
  readonly accountId: string;
  readonly settingName: string;
  readonly input: RuleInput;
  /** Who asks, for the record. */
  readonly principal: string;
};

export type RuleAdminDeps = {
  readonly settings: SettingsStore;
  readonly queue: ChangesQueue;
  readonly clock: Clock;
  readonly newId: () => string;
};

const maxAttempts = 10;

/** Time for the setting to be written after its message; a worker that is early comes back later. */
const backfillDelaySeconds = 1;

const assertActivated = ({ feature, accountId }: AccountSettings): void => {
  if (feature === 'Enable') return;
  throw new InvalidInputError({
    code: 'InvalidOperation.NotActivated',
    message: `The associated resources service has not been activated for account ${accountId}. Enable the feature first.`,
  });
};

const settingOf = ({ rules, accountId }: AccountSettings, { settingName }: Rule): RuleSetting => {
  const setting = rules.get(settingName);
  if (setting !== undefined) return setting;
  throw new NotFoundError({
    code: 'InvalidSettingName.NotFound',
    message: `The specified SettingName is not found: ${settingName} was never set for account ${accountId}.`,
  });
};

const appliesToExisting = ({ status, existingStatus }: RuleSetting): boolean =>
  status === 'Enable' && existingStatus === 'Enable';

const withRule = (settings: AccountSettings, setting: RuleSetting): SettingsChange => ({
  feature: settings.feature,
  rules: new Map([...settings.rules, [setting.settingName, setting]]),
});

/** Generations come from the settings' version, so that none is ever given twice. */
const nextGeneration = (settings: AccountSettings): number => settings.version + 1;

const withFeature = (settings: AccountSettings, feature: Status): SettingsChange => {
  const isTurnedOff = settings.feature === 'Enable' && feature === 'Disable';
  const generation = nextGeneration(settings);
  return {
    feature,
    rules: isTurnedOff
      ? new Map([...settings.rules].map(([name, rule]) => [name, { ...rule, generation }]))
      : settings.rules,
  };
};

/** Opens the use cases. */
export const createRuleAdmin = (deps: RuleAdminDeps): RuleAdmin => {
  const { settings, queue, clock, newId } = deps;

  /**
   * Decides on what is stored, and writes it unless somebody else wrote meanwhile; then decides anew.
   * @param announce told of the decision before it is written
   */
  const update = async (
    accountId: string,
    decide: (current: AccountSettings) => SettingsChange,
    announce: (current: AccountSettings, next: SettingsChange) => Promise<void> = async () => {},
  ): Promise<AccountSettings> => {
    for (let attempt = 1; ; attempt += 1) {
      const current = await settings.read(accountId);
      const next = decide(current);
      await announce(current, next);
      try {
        return await settings.replace(current, next);
      } catch (error) {
        if (!(error instanceof ConflictError) || attempt === maxAttempts) throw error;
      }
    }
  };

  const backfillIdFor = (before: RuleSetting | undefined, after: RuleSetting): string | null => {
    if (!appliesToExisting(after)) return null;
    return before !== undefined && appliesToExisting(before) ? before.backfillId : newId();
  };

  const nextSetting = (
    before: RuleSetting | undefined,
    name: SettingName,
    { input, generation }: { readonly input: RuleInput; readonly generation: number },
  ): RuleSetting => {
    const isTurnedOff = before?.status === 'Enable' && input.status === 'Disable';
    const now = isoTime(clock());
    const after: RuleSetting = {
      settingName: name,
      status: input.status,
      tagKeys: input.tagKeys ?? [],
      excludedKeys: input.excludedKeys ?? [],
      existingStatus: input.existingStatus ?? 'Disable',
      conflictPolicy: input.conflictPolicy ?? 'overwrite',
      restoreDisplaced: input.restoreDisplaced ?? false,
      generation: before === undefined || isTurnedOff ? generation : before.generation,
      backfillId: null,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    };
    return { ...after, backfillId: backfillIdFor(before, after) };
  };

  /**
   * The message goes out before the setting is written, so that no crash can lose it. The worker
   * waits until the setting shows this very backfill, and drops it when that never happens.
   */
  const sendBackfill = async (
    accountId: string,
    { settingName, backfillId, updatedAt }: RuleSetting,
    principal: string,
  ): Promise<void> => {
    if (backfillId === null) return;
    const cause = {
      eventId: backfillId,
      eventName: ownCauses.backfill,
      eventTime: updatedAt,
      principal,
    };
    await queue.send(
      [{ kind: 'backfill', accountId, rule: settingName, backfillId, cursor: null, cause }],
      backfillDelaySeconds,
    );
  };

  return {
    getFeature: async (accountId) => (await settings.read(accountId)).feature,

    setFeature: async (accountId, status) =>
      (await update(accountId, (current) => withFeature(current, status))).feature,

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

    putRule: async ({ accountId, settingName, input, principal }) => {
      const rule = ruleNamed(settingName);
      const stored = await update(
        accountId,
        (current) => {
          assertActivated(current);
          checkRuleInput(rule, input);
          const before = current.rules.get(rule.settingName);
          const generation = nextGeneration(current);
          return withRule(current, nextSetting(before, rule.settingName, { input, generation }));
        },
        async (current, next) => {
          const before = current.rules.get(rule.settingName);
          const after = next.rules.get(rule.settingName);
          if (after === undefined || after.backfillId === before?.backfillId) return;
          await sendBackfill(accountId, after, principal);
        },
      );
      return settingOf(stored, rule);
    },
  };
};
