import type { AccountSettings, SettingsStore } from './settings.ts';

/** An account's settings: at once when they are known, else as soon as they are read. */
export type KnownSettings = (accountId: string) => AccountSettings | Promise<AccountSettings>;

/**
 * Remembers what was read of each account's settings. For one batch of messages: what was read after
 * the batch came is newer than every event in it. Who asks before the first answer reads, too.
 */
export const createKnownSettings = (read: SettingsStore['read']): KnownSettings => {
  const known = new Map<string, AccountSettings>();
  const readAndRemember = async (accountId: string): Promise<AccountSettings> => {
    const answer = await read(accountId);
    known.set(accountId, answer);
    return answer;
  };
  return (accountId) => known.get(accountId) ?? readAndRemember(accountId);
};
