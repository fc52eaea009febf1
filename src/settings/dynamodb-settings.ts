import * as z from 'zod/mini';
import { TerminalError } from '../model/errors.ts';
import { text, textOrNull, texts, version } from '../model/fields.ts';
import { settingNameText } from '../rules/setting-name-text.ts';
import type { Item, ItemKey, Table } from '../storage/table.ts';
import {
  type AccountSettings,
  conflictPolicies,
  type SettingsChange,
  type SettingsStore,
  statuses,
} from './settings.ts';

const status = z.enum(statuses);

const ruleSchema = z.object({
  settingName: settingNameText,
  status,
  tagKeys: texts,
  excludedKeys: texts,
  existingStatus: status,
  conflictPolicy: z.enum(conflictPolicies),
  restoreDisplaced: z.boolean(),
  generation: z.int(),
  backfillId: textOrNull,
  /** Rules stored before rules had versions count as the first. */
  version: z._default(version, 1),
  createdAt: text,
  updatedAt: text,
});

const settingsSchema = z.object({
  version,
  feature: status,
  rules: z.array(ruleSchema),
});

const settingsKey = (accountId: string): ItemKey => ({
  pk: `settings#${accountId}`,
  sk: 'settings',
});

/** One row per account in one partition; an account has its row before it has settings. */
const accountsPartition = 'accounts';
const accountsPerPage = 100;

const readSettings = (accountId: string, item: Item | undefined): AccountSettings => {
  if (item === undefined) return { accountId, version: 0, feature: 'Disable', rules: new Map() };
  const parsed = settingsSchema.safeParse(item);
  if (!parsed.success) {
    throw new TerminalError({
      code: 'MalformedSettings',
      message: `the settings of account ${accountId} cannot be read: ${z.prettifyError(parsed.error)}`,
    });
  }
  const { version, feature, rules } = parsed.data;
  return {
    accountId,
    version,
    feature,
    rules: new Map(rules.map((rule) => [rule.settingName, rule])),
  };
};

/** Rule settings and feature switch in DynamoDB: one item per account. */
export const createDynamoDbSettings = ({ table }: { readonly table: Table }): SettingsStore => ({
  read: async (accountId) => readSettings(accountId, await table.get(settingsKey(accountId))),

  replace: async (previous: AccountSettings, { feature, rules }: SettingsChange) => {
    const { accountId } = previous;
    const next: AccountSettings = { accountId, version: previous.version + 1, feature, rules };
    if (previous.version === 0) {
      await table.put({ pk: accountsPartition, sk: accountId }, { kind: 'any' });
    }
    await table.put(
      {
        ...settingsKey(accountId),
        version: next.version,
        feature: next.feature,
        rules: [...next.rules.values()],
      },
      previous.version === 0 ? { kind: 'absent' } : { kind: 'version', version: previous.version },
    );
    return next;
  },

  accounts: async (cursor) => {
    const page = await table.query({ pk: accountsPartition, cursor, limit: accountsPerPage });
    return { items: page.items.map(({ sk }) => sk), next: page.next };
  },
});
