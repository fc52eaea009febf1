import { beforeEach, describe, expect, it } from 'vitest';
import { ConflictError } from '../../src/model/errors.ts';
import type { RuleSetting, SettingsChange, SettingsStore } from '../../src/settings/settings.ts';
import { ownRules } from '../default-rules.ts';
import { diskRule, eipRule, setting } from '../engine/fixtures.ts';

const account = '1000000000000001';

const changeOf = (...rules: readonly RuleSetting[]): SettingsChange => ({
  feature: 'Enable',
  rules: new Map(rules.map((rule) => [rule.settingName, rule])),
});

/** 50 different keys of the greatest length, in characters of `text`. */
const longKeys = (text: string): readonly string[] =>
  Array.from({ length: 50 }, (_, n) => `${n}`.padEnd(128, text));

/** The promises of `SettingsStore`. @param open makes a store with nothing in it */
export const describeSettings = (name: string, open: () => Promise<SettingsStore>): void => {
  describe(`${name} as a settings store`, () => {
    let store: SettingsStore;

    beforeEach(async () => {
      store = await open();
    });

    const replace = async (change: SettingsChange, accountId = account) =>
      store.replace(await store.read(accountId), change);

    it('reads an account without settings as version 0, switched off, without rules', async () => {
      const settings = await store.read(account);

      expect(settings).toEqual({
        accountId: account,
        version: 0,
        feature: 'Disable',
        rules: new Map(),
      });
    });

    it('raises the version by one with every write and answers what it stored', async () => {
      const first = await replace(changeOf(setting(diskRule)));
      const second = await replace({ feature: 'Disable', rules: new Map() });

      expect([first.version, second.version]).toEqual([1, 2]);
      expect(await store.read(account)).toEqual(second);
    });

    it('keeps every field of every rule, and the order of keys', async () => {
      const unlike = setting(diskRule, {
        status: 'Disable',
        tagKeys: ['z', 'a', '__proto__', '成本', ''],
        excludedKeys: ['acs:*', 'b'],
        existingStatus: 'Enable',
        conflictPolicy: 'keep',
        restoreDisplaced: true,
        generation: 12,
        backfillId: 'backfill-1',
        createdAt: '2026-02-03T04:05:06.789Z',
        updatedAt: '2026-03-04T05:06:07.891Z',
        updatedBy: 'arn:aws:iam::123456789012:user/alice',
      });
      const change = changeOf(unlike, setting(eipRule));

      await replace(change);

      const { feature, rules } = await store.read(account);
      expect({ feature, rules }).toEqual(change);
    });

    it('refuses to make settings that somebody made meanwhile', async () => {
      const nothing = await store.read(account);
      const theirs = await replace(changeOf(setting(diskRule)));

      const late = store.replace(nothing, changeOf(setting(eipRule)));

      await expect(late).rejects.toThrow(ConflictError);
      expect(await store.read(account)).toEqual(theirs);
    });

    it('refuses settings that were read before somebody else wrote', async () => {
      const stale = await replace(changeOf(setting(diskRule)));
      const theirs = await replace(changeOf(setting(diskRule, { generation: 2 })));

      const late = store.replace(stale, changeOf());

      await expect(late).rejects.toThrow(ConflictError);
      expect(await store.read(account)).toEqual(theirs);
    });

    it.each([0, 1])('lets one of two win who both switch version %i', async (version) => {
      if (version === 1) await replace(changeOf());
      const read = await store.read(account);
      const feature = version === 0 ? 'Enable' : 'Disable';
      const goals = [setting(diskRule), setting(eipRule)].map(
        (rule) =>
          ({
            ...changeOf(rule),
            feature,
          }) as const,
      );

      const outcomes = await Promise.allSettled(goals.map((goal) => store.replace(read, goal)));

      const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected');
      expect(lost.map(({ reason }) => reason)).toEqual([expect.any(ConflictError)]);
      expect(won.map(({ value }) => value)).toEqual([await store.read(account)]);
      expect(read.version).toBe(version);
    });

    it('lets all win who write different rules at the same time', async () => {
      const read = await replace(changeOf());
      const goals = ownRules.map(({ settingName }) => changeOf(setting(settingName)));

      await Promise.all(goals.map((goal) => store.replace(read, goal)));

      const { version, rules } = await store.read(account);
      expect(rules.size).toBe(goals.length);
      expect(version).toBe(read.version + goals.length);
    });

    it('lets one of two win who write the same rule', async () => {
      const read = await replace(changeOf(setting(diskRule)));
      const goals = [changeOf(setting(diskRule, { tagKeys: ['cost'] })), changeOf()];

      const outcomes = await Promise.allSettled(goals.map((goal) => store.replace(read, goal)));

      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });

    it('writes all rules of a change or none', async () => {
      const read = await replace(changeOf(setting(diskRule)));
      const theirs = await replace(changeOf(setting(diskRule, { tagKeys: ['cost'] })));

      const late = store.replace(
        read,
        changeOf(setting(diskRule, { status: 'Disable' }), setting(eipRule)),
      );

      await expect(late).rejects.toThrow(ConflictError);
      expect(await store.read(account)).toEqual(theirs);
    });

    it('writes no rule for who saw the feature on when it is off', async () => {
      const read = await replace(changeOf());
      const theirs = await replace({ ...changeOf(), feature: 'Disable' });

      const late = store.replace(read, changeOf(setting(diskRule)));

      await expect(late).rejects.toThrow(ConflictError);
      expect(await store.read(account)).toEqual(theirs);
    });

    it('switches nothing for who has not seen a rule that somebody wrote meanwhile', async () => {
      const read = await replace(changeOf());
      const theirs = await replace(changeOf(setting(diskRule)));

      const late = store.replace(read, { ...changeOf(), feature: 'Disable' });

      await expect(late).rejects.toThrow(ConflictError);
      expect(await store.read(account)).toEqual(theirs);
    });

    it('gives no version of a rule twice, whatever came and went', async () => {
      const before = await replace(changeOf());
      const made = await replace(changeOf(setting(diskRule)));
      await replace(changeOf());

      await expect(store.replace(before, changeOf(setting(diskRule)))).rejects.toThrow(
        ConflictError,
      );
      const again = await replace(changeOf(setting(diskRule)));

      const versions = [made, again].map(({ rules }) => rules.get(diskRule)?.version);
      expect(versions).toEqual([2, 4]);
    });

    it('keeps the settings of accounts apart', async () => {
      const first = await replace(changeOf(setting(diskRule)), 'first');
      const second = await replace(changeOf(setting(eipRule)), 'second');

      expect(await store.read('first')).toEqual(first);
      expect(await store.read('second')).toEqual(second);
    });

    it.each([
      ['ASCII', 'k'],
      ['Chinese', '键'],
    ])('holds 17 rules with twice 50 keys of 128 %s characters each', async (_, text) => {
      const full = ownRules.map(({ settingName }) =>
        setting(settingName, { tagKeys: longKeys(text), excludedKeys: longKeys(text) }),
      );

      await replace(changeOf(...full));

      expect([...(await store.read(account)).rules.values()]).toEqual(full);
    });

    it('lists each account that stored settings once, in order, page by page', async () => {
      const accounts = Array.from({ length: 120 }, (_, n) => String(1_000_000_000_000_000 + n));
      await Promise.all(accounts.toReversed().map((id) => replace(changeOf(), id)));
      await replace(changeOf(setting(diskRule)), accounts[0]);

      const first = await store.accounts(undefined);
      const second = await store.accounts(first.next);

      expect(first.items.length).toBeLessThan(accounts.length);
      expect([...first.items, ...second.items]).toEqual(accounts);
      expect(second.next).toBeUndefined();
    });
  });
};
