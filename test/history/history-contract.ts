import { beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { SettingName } from '../../src/clouds/catalogue.ts';
import type {
  ChangeLine,
  History,
  HistoryEntry,
  ResourceChange,
  TimeRange,
} from '../../src/history/history.ts';
import { InvalidInputError } from '../../src/model/errors.ts';
import {
  cause,
  clusterEipRule,
  disk,
  diskRule,
  eip,
  eipRule,
  instance,
  named,
} from '../engine/fixtures.ts';
import { allPages } from '../ledger/ledger-fixture.ts';

const accountId = '1000000000000001';
const always: TimeRange = { from: '2026-01-01T00:00:00.000Z', to: '2026-12-31T00:00:00.000Z' };

const line = (key: string, rule: SettingName = diskRule): ChangeLine => ({
  key,
  action: 'set',
  value: `${key}-new`,
  previous: null,
  rule,
  primary: instance,
  reason: 'inherited',
});

/** A change on a day of March at noon, so many seconds later. */
const change = (
  day: number,
  lines: readonly ChangeLine[],
  { seconds = 0, version = 1 } = {},
): ResourceChange => ({
  version,
  time: new Date(Date.UTC(2026, 2, day, 12, 0, seconds)).toISOString(),
  cause,
  lines,
});

const keysOf = (entries: readonly HistoryEntry[]): readonly string[] =>
  entries.map(({ key }) => key);

/** The promises of `History`. @param open makes an empty one whose clock stands in late March 2026 */
export const describeHistory = (name: string, open: () => Promise<History>): void => {
  describe(`${name} as a history`, () => {
    let history: History;

    beforeEach(async () => {
      history = await open();
    });

    const ofResource = (resource: Arn, range = always, limit = 100) =>
      allPages((cursor) => history.ofResource(resource, range, { cursor, limit }));
    const ofRules = (rules: readonly SettingName[], range = always, limit = 100) =>
      allPages((cursor) => history.ofRules({ accountId, rules }, range, { cursor, limit }));

    it('keeps every field of an entry', async () => {
      const odd: ChangeLine = {
        key: '__proto__',
        action: 'handed over',
        value: '',
        previous: '旧"\\',
        rule: eipRule,
        primary: instance,
        reason: 'policy keep',
      };
      const only = change(3, [odd]);

      await history.record(eip, [only]);

      const entry = { ...odd, resource: eip, time: only.time, cause };
      expect(await ofResource(eip)).toEqual([entry]);
      expect(await ofRules([eipRule])).toEqual([entry]);
    });

    it('lists a resource from the newest change back, the keys of one change in their order', async () => {
      await history.record(disk, [change(3, [line('a'), line('b')])]);
      await history.record(disk, [change(4, [line('c')]), change(5, [line('d')])]);
      await history.record(eip, [change(4, [line('other')])]);

      expect(keysOf(await ofResource(disk))).toEqual(['d', 'c', 'a', 'b']);
    });

    it('changes nothing when a change is recorded again', async () => {
      const changes = [change(3, [line('a'), line('b', eipRule)])];

      await history.record(disk, changes);
      await history.record(disk, changes);

      expect(keysOf(await ofResource(disk))).toEqual(['a', 'b']);
      expect(keysOf(await ofRules([diskRule, eipRule]))).toEqual(['a', 'b']);
    });

    it('keeps two changes of one moment apart by their versions', async () => {
      await history.record(disk, [change(3, [line('a')], { version: 9 })]);
      await history.record(disk, [change(3, [line('b')], { version: 10 })]);

      expect(keysOf(await ofResource(disk))).toEqual(['b', 'a']);
    });

    it('lists under a rule what was done under it, of all resources, over days', async () => {
      await history.record(disk, [change(3, [line('a'), line('x', clusterEipRule)])]);
      await history.record(eip, [change(5, [line('b')])]);
      await history.record(named('Ecs-Disk', 'd-2'), [change(4, [line('c')])]);

      expect(keysOf(await ofRules([diskRule]))).toEqual(['b', 'c', 'a']);
      expect(keysOf(await ofRules([clusterEipRule]))).toEqual(['x']);
      expect(keysOf(await ofRules([eipRule]))).toEqual([]);
    });

    it('does not show one account what happened in another', async () => {
      const other: Arn = 'arn:acs:ecs:cn-hangzhou:2000000000000002:disk/d-1';

      await history.record(other, [change(3, [line('a')])]);

      expect(await ofRules([diskRule])).toEqual([]);
    });

    it('finds what lies far apart in time', async () => {
      const old = { ...change(1, [line('old')]), time: '2026-01-02T00:00:00.000Z' };
      await history.record(disk, [old]);
      await history.record(disk, [change(20, [line('new')], { version: 2 })]);

      expect(keysOf(await ofRules([diskRule, eipRule]))).toEqual(['new', 'old']);
    });

    it('takes both ends of a time range in, whatever the page', async () => {
      for (const day of [3, 4, 5, 6]) await history.record(disk, [change(day, [line(`${day}`)])]);
      const range = { from: change(4, []).time, to: change(5, []).time };

      for (const limit of [1, 2, 100]) {
        expect(keysOf(await ofResource(disk, range, limit))).toEqual(['5', '4']);
        expect(keysOf(await ofRules([diskRule], range, limit))).toEqual(['5', '4']);
      }
    });

    it('finds nothing in a range that ends before it begins', async () => {
      await history.record(disk, [change(4, [line('a')])]);
      const range = { from: always.to, to: always.from };

      expect(await ofResource(disk, range)).toEqual([]);
      expect(await ofRules([diskRule], range)).toEqual([]);
    });

    it('lists each entry once and in the same order, however small the pages', async () => {
      const rules = [diskRule, eipRule, clusterEipRule] as const;
      for (let n = 0; n < 24; n += 1) {
        const lines = Array.from({ length: (n % 3) + 1 }, (_, at) =>
          line(`${n}-${at}`, rules[(n + at) % 3] ?? diskRule),
        );
        const at = { seconds: n % 4, version: n + 1 };
        await history.record(n % 2 === 0 ? disk : eip, [change(3 + (n % 5), lines, at)]);
      }
      const resource = keysOf(await ofResource(disk));
      const all = keysOf(await ofRules(rules));

      expect(new Set(all).size).toBe(48);
      for (const limit of [1, 2, 3, 7]) {
        expect(keysOf(await ofResource(disk, always, limit))).toEqual(resource);
        expect(keysOf(await ofRules(rules, always, limit))).toEqual(all);
      }
      const { items } = await history.ofRules({ accountId, rules }, always, {
        cursor: undefined,
        limit: 7,
      });
      expect(items).toHaveLength(7);
    });

    it.each(['x', '2026-03-03T12:00:00.000Z', '2026-03-03T12:00:00.000Z#a#-1'])(
      'refuses "%s" as a cursor',
      async (cursor) => {
        const page = { cursor, limit: 10 };

        await expect(history.ofResource(disk, always, page)).rejects.toThrow(InvalidInputError);
        await expect(
          history.ofRules({ accountId, rules: [diskRule] }, always, page),
        ).rejects.toThrow(InvalidInputError);
      },
    );
  });
};
