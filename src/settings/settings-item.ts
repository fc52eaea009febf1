import * as z from 'zod/mini';
import { catalogue, type SettingName } from '../clouds/catalogue.ts';
import { settingNameText } from '../clouds/setting-name-text.ts';
import { TerminalError } from '../model/errors.ts';
import { text, textOrNull, texts, version } from '../model/fields.ts';
import { isGone } from '../storage/parts.ts';
import type { Item, ItemKey } from '../storage/table.ts';
import { conflictPolicies, type RuleSetting, type Status, statuses } from './settings.ts';

/** The keys that a rule names. */
export type KeyLists = Pick<RuleSetting, 'tagKeys' | 'excludedKeys'>;

const listFields = { tagKeys: texts, excludedKeys: texts } as const;

const ruleFields = {
  status: z.enum(statuses),
  existingStatus: z.enum(statuses),
  conflictPolicy: z.enum(conflictPolicies),
  restoreDisplaced: z.boolean(),
  letThroughKeys: z.optional(z.readonly(texts)),
  generation: z.int(),
  backfillId: textOrNull,
  /** Rules stored before rules had versions count as the first. */
  version: z._default(version, 1),
  createdAt: text,
  updatedAt: text,
  updatedBy: z.optional(text),
} as const;

const inlineRule = z.object({ ...ruleFields, ...listFields });

const ruleSchema = z.union([inlineRule, z.object({ ...ruleFields, listsIn: text })]);

const keyListsSchema = z.object(listFields);

const settingsSchema = z.object({
  version,
  feature: z._default(z.enum(statuses), 'Disable'),
  /** All rules, as they were stored before each had an attribute of its own. */
  rules: z.optional(z.array(z.extend(inlineRule, { settingName: settingNameText }))),
  /** Name of the attribute → rule. */
  parts: z.record(settingNameText, ruleSchema),
});

/** A rule whose lists may stand in an item of their own. */
export type StoredRule = z.infer<typeof ruleSchema>;

/** An account's settings as stored. */
export type StoredSettings = {
  readonly version: number;
  readonly feature: Status;
  readonly rules: ReadonlyMap<SettingName, StoredRule>;
  /** Stored before each rule had an attribute of its own. */
  readonly isOld: boolean;
};

export const settingsKey = (accountId: string): ItemKey => ({
  pk: `settings#${accountId}`,
  sk: 'settings',
});

/** Every SettingName begins with it, and no other attribute of the item. */
const rulePrefix = 'rule:';

/** Reads the item of an account's settings. @throws TerminalError `MalformedSettings` */
export const readSettingsItem = (accountId: string, item: Item): StoredSettings => {
  const parts = Object.entries(item).filter(
    ([name, part]) => name.startsWith(rulePrefix) && !isGone(part),
  );
  const parsed = settingsSchema.safeParse({ ...item, parts: Object.fromEntries(parts) });
  if (!parsed.success) {
    throw new TerminalError({
      code: 'MalformedSettings',
      message: `the settings of account ${accountId} cannot be read: ${z.prettifyError(parsed.error)}`,
    });
  }
  const { version, feature, rules: old = [] } = parsed.data;
  const stored = new Map<string, StoredRule>([
    ...old.map(({ settingName, ...rule }): [string, StoredRule] => [settingName, rule]),
    ...Object.entries(parsed.data.parts),
  ]);
  const rules = catalogue.flatMap(({ settingName }): readonly [SettingName, StoredRule][] => {
    const rule = stored.get(settingName);
    return rule === undefined ? [] : [[settingName, rule]];
  });
  return { version, feature, rules: new Map(rules), isOld: parsed.data.rules !== undefined };
};

/**
 * Bytes of keys that a rule keeps in the item of the settings: 17 rules, and 40, stay below the
 * 409,600 bytes of an item.
 */
const mostInlineBytes = 8192;

/** True for lists that need an item of their own. */
export const areLong = ({ tagKeys, excludedKeys }: KeyLists): boolean =>
  [...tagKeys, ...excludedKeys].reduce((sum, key) => sum + Buffer.byteLength(key), 0) >
  mostInlineBytes;

const listsPrefix = (settingName: string, version: number): string =>
  `keys#${settingName}#${String(version).padStart(12, '0')}`;

/** The item of a rule's long lists. @param id makes it differ from that of a writer who competes */
export const listsItem = (
  accountId: string,
  { settingName, version, tagKeys, excludedKeys }: RuleSetting,
  id: string,
): Item => ({
  pk: settingsKey(accountId).pk,
  sk: `${listsPrefix(settingName, version)}#${id}`,
  tagKeys,
  excludedKeys,
});

/** Where the lists of a rule may be that were written up to a version of it. */
export const listsUpTo = (settingName: string, version: number) => ({
  from: `keys#${settingName}#`,
  to: `${listsPrefix(settingName, version)}#~`,
});

/** Reads the lists of a rule. @throws TerminalError `MalformedSettings` */
export const readLists = (item: Item): KeyLists => {
  const parsed = keyListsSchema.safeParse(item);
  if (parsed.success) return parsed.data;
  throw new TerminalError({
    code: 'MalformedSettings',
    message: `the keys of ${item.pk} ${item.sk} cannot be read: ${z.prettifyError(parsed.error)}`,
  });
};
