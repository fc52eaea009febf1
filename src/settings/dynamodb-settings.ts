import type { SettingName } from '../clouds/catalogue.ts';
import { ConflictError, RetryableError } from '../model/errors.ts';
import type { Part } from '../storage/parts.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import type { AccountSettings, RuleSetting, SettingsChange, SettingsStore } from './settings.ts';
import {
  areLong,
  listsItem,
  listsUpTo,
  readLists,
  readSettingsItem,
  type StoredRule,
  type StoredSettings,
  settingsKey,
} from './settings-item.ts';

/** One row per account in one partition; an account has its row before it has settings. */
const accountsPartition = 'accounts';
const accountsPerPage = 100;

const maxReads = 5;

const listsOf = ({ rules }: StoredSettings): readonly string[] =>
  [...rules.values()].flatMap((rule) => ('listsIn' in rule ? [rule.listsIn] : []));

/** A rule that a change makes, changes or removes. */
type Changed = {
  readonly settingName: SettingName;
  readonly before: RuleSetting | undefined;
  readonly after: RuleSetting | undefined;
};

/** What a change changes; each rule in it gets the next version. */
const changedRules = (previous: AccountSettings, { rules }: SettingsChange): readonly Changed[] => {
  const names = new Set([...previous.rules.keys(), ...rules.keys()]);
  return [...names].flatMap((settingName) => {
    const before = previous.rules.get(settingName);
    const after = rules.get(settingName);
    if (before === after) return [];
    return [{ settingName, before, after: after && { ...after, version: previous.version + 1 } }];
  });
};

/**
 * Rule settings and feature switch in DynamoDB: one item per account, in which each rule is a part
 * that is written for itself. Lists too long for it have items of their own, written before the rule
 * names them and deleted after it does not.
 * @param newId tells apart what writers store who compete
 */
export const createDynamoDbSettings = ({
  table,
  newId,
}: {
  readonly table: Table;
  readonly newId: () => string;
}): SettingsStore => {
  /** Rules with their lists; undefined when one has been written anew since the item was read. */
  const withLists = async (
    accountId: string,
    stored: StoredSettings,
  ): Promise<AccountSettings['rules'] | undefined> => {
    const { pk } = settingsKey(accountId);
    const keys: readonly ItemKey[] = listsOf(stored).map((sk) => ({ pk, sk }));
    const items = keys.length === 0 ? [] : await table.getMany(keys);
    const lists = new Map(items.map((item) => [item.sk, item]));
    const rules = new Map<SettingName, RuleSetting>();
    for (const [settingName, rule] of stored.rules) {
      if (!('listsIn' in rule)) {
        rules.set(settingName, { settingName, ...rule });
        continue;
      }
      const { listsIn, ...rest } = rule;
      const item = lists.get(listsIn);
      if (item === undefined) return undefined;
      rules.set(settingName, { settingName, ...rest, ...readLists(item) });
    }
    return rules;
  };

  const open = async (accountId: string, first: Item | undefined): Promise<AccountSettings> => {
    let item = first;
    for (let reads = 1; item !== undefined; reads += 1) {
      const stored = readSettingsItem(accountId, item);
      const rules = await withLists(accountId, stored);
      const { version, feature } = stored;
      if (rules !== undefined) return { accountId, version, feature, rules };
      if (reads === maxReads) {
        throw new RetryableError({
          code: 'SettingsInMotion',
          message: `could not read the settings of account ${accountId}: they changed during ${maxReads} reads, one after the other`,
        });
      }
      item = await table.get(settingsKey(accountId));
    }
    return { accountId, version: 0, feature: 'Disable', rules: new Map() };
  };

  /** A rule as its part stores it; long lists are put into their own item. */
  const store = async (accountId: string, setting: RuleSetting): Promise<StoredRule> => {
    const { settingName, tagKeys, excludedKeys, ...fields } = setting;
    if (!areLong(setting)) {
      return { ...fields, tagKeys: [...tagKeys], excludedKeys: [...excludedKeys] };
    }
    const item = listsItem(accountId, setting, newId());
    await table.put(item, { kind: 'any' });
    return { ...fields, listsIn: item.sk };
  };

  const partOf = async (
    { accountId, version }: AccountSettings,
    { settingName, before, after }: Changed,
  ): Promise<Part> => ({
    name: settingName,
    seen:
      before === undefined
        ? { kind: 'absent', itemVersion: version }
        : { kind: 'version', version: before.version },
    version: version + 1,
    content: after && (await store(accountId, after)),
  });

  /** Gives each rule of settings that are stored as one list an attribute. @returns false when there is no list */
  const renew = async (accountId: string): Promise<boolean> => {
    const item = await table.get(settingsKey(accountId));
    const stored = item && readSettingsItem(accountId, item);
    if (!stored?.isOld) return false;
    const { version, feature } = stored;
    const parts: [string, StoredRule][] = [];
    for (const [settingName, rule] of (await withLists(accountId, stored)) ?? []) {
      parts.push([settingName, await store(accountId, rule)]);
    }
    await table.put(
      { ...settingsKey(accountId), version, feature, ...Object.fromEntries(parts) },
      { kind: 'version', version },
    );
    return true;
  };

  /** Deletes lists that no rule names any more, those of writers who died or gave way included. */
  const deleteOldLists = async (accountId: string, parts: readonly Part[]): Promise<void> => {
    const { pk } = settingsKey(accountId);
    for (const { name, version, content } of parts) {
      const range = listsUpTo(name, version);
      const { items } = await table.query({ pk, range, limit: 100 });
      for (const { sk } of items) {
        if (sk !== content?.listsIn) await table.delete({ pk, sk }, { kind: 'any' });
      }
    }
  };

  const replace: SettingsStore['replace'] = async (previous, change) => {
    const { accountId, version, feature } = previous;
    const changed = changedRules(previous, change);
    const isSwitched = change.feature !== feature;
    if (version === 0) await table.put({ pk: accountsPartition, sk: accountId }, { kind: 'any' });
    const parts = await Promise.all(changed.map((each) => partOf(previous, each)));
    const stored = version === 0 ? undefined : { version, feature };
    const write = () =>
      table.putParts(settingsKey(accountId), {
        parts,
        attributes: { feature: change.feature },
        expected: {
          // The switch concerns all rules, those of others too; a rule only that the switch stays.
          ...(isSwitched ? { version: stored?.version } : { feature: stored?.feature }),
          rules: undefined,
        },
      });
    const item = await write().catch(async (error: unknown) => {
      if (!(error instanceof ConflictError) || !(await renew(accountId))) throw error;
      return write();
    });
    const withOldLists = changed.filter(({ before }) => before !== undefined && areLong(before));
    const names = new Set<string>(withOldLists.map(({ settingName }) => settingName));
    const old = parts.filter(({ name }) => names.has(name));
    await deleteOldLists(accountId, old).catch((error: unknown) => {
      // The settings are written, and nobody may hear otherwise.
      if (!(error instanceof RetryableError)) throw error;
    });
    return open(accountId, item);
  };

  return {
    read: async (accountId) => open(accountId, await table.get(settingsKey(accountId))),
    replace,
    accounts: async (cursor, limit = accountsPerPage) => {
      const page = await table.query({ pk: accountsPartition, cursor, limit });
      return { items: page.items.map(({ sk }) => sk), next: page.next };
    },
  };
};
