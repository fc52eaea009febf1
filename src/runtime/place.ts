import type { CallLimits } from '../clouds/call.ts';
import type { Place } from '../clouds/opener.ts';
import type { Log, Meter } from '../model/telemetry.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { Environment } from './environment.ts';
import type { Foundation } from './foundation.ts';

/** What a process does for its clouds. */
export type PlaceDuties = {
  /** Counts what the cloud answers that nobody knows; nothing is counted unless set. */
  readonly meter?: Pick<Meter, 'add'>;
  /** Told of accounts that do not let us in; nobody is unless set. */
  readonly log?: Pick<Log, 'error'>;
  /** How a simulated cloud limits calls; not at all unless set. */
  readonly callLimits?: CallLimits;
};

/** What a process gives the clouds that it opens. */
export const placeOf = (
  environment: Environment,
  foundation: Foundation,
  settings: Pick<SettingsStore, 'read'>,
  { meter, log, callLimits }: PlaceDuties,
): Place => ({
  ...foundation,
  simulatorTable: foundation.simulator,
  maxTagsPerResource: () => environment.HEIRTAG_MAX_TAGS_PER_RESOURCE,
  callLimits,
  onUnknownError: () => meter?.add('UnknownCloudErrors', 1),
  onRoleRefused: ({ accountId, error }) => {
    meter?.add('RolesRefused', 1, accountId);
    log?.error('an account does not let us in', { accountId, error });
  },
  settingsOf: (cloud) => environment.HEIRTAG_CLOUD_SETTINGS?.[cloud],
  rulesOn: async (accountId) => {
    const { feature, rules } = await settings.read(accountId);
    const on = [...rules.values()].filter(({ status }) => status === 'Enable');
    return new Set(feature === 'Enable' ? on.map(({ settingName }) => settingName) : []);
  },
});
