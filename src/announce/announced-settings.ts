import type { AccountSettings, SettingsChange, SettingsStore } from '../settings/settings.ts';
import type { Announcement } from './announcements.ts';
import type { Announcer } from './announcer.ts';

const changeOf = (
  before: AccountSettings,
  change: SettingsChange,
  after: AccountSettings,
): Announcement => {
  const names = new Set([...before.rules.keys(), ...change.rules.keys()]);
  const changed = [...names].filter((name) => before.rules.get(name) !== change.rules.get(name));
  return {
    kind: 'RuleChanged',
    accountId: before.accountId,
    facts: {
      settingsVersion: after.version,
      feature: { before: before.feature, after: change.feature },
      rules: changed.map((rule) => ({
        rule,
        before: before.rules.get(rule)?.status ?? null,
        after: change.rules.get(rule)?.status ?? null,
        version: change.rules.has(rule) ? (after.rules.get(rule)?.version ?? null) : null,
      })),
    },
  };
};

/** Settings whose changes are announced, whoever makes them. */
export const announcedSettings = (
  settings: SettingsStore,
  announcer: Announcer,
): SettingsStore => ({
  ...settings,
  replace: async (previous, change) => {
    const after = await settings.replace(previous, change);
    announcer.add([changeOf(previous, change, after)]);
    await announcer.flush();
    return after;
  },
});
