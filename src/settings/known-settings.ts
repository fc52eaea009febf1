import type { AccountSettings, SettingsStore } from './settings.ts';

/**
 * Remembers what was read of each account's settings. For one batch of messages: what was read after
 * the batch came is newer than every event in it. Who asks before the first answer reads, too.
 */
export const createKnownSettings = (
  settings: Pick<SettingsStore, 'read'>,
): SettingsStore['read'] => {
  const known = new Map<string, AccountSettings>();
  return async (accountId) => {
    const remembered = known.get(accountId);
    if (remembered !== undefined) return remembered;
    const read = await settings.read(accountId);
    known.set(accountId, read);
    return read;
  };
};
