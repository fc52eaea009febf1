import { beforeEach, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { Ledger, LedgerChange, LedgerEntry } from '../../src/ledger/ledger.ts';
import { ConflictError } from '../../src/model/errors.ts';
import {
  cause,
  cluster,
  clusterEipRule,
  disk,
  earlier,
  eip,
  entry,
  instance,
  named,
  nlb,
  refusal,
} from '../engine/fixtures.ts';
import { fc } from '../properties.ts';
import { allPages, heirsOf } from './ledger-fixture.ts';

const changeOf = (...entries: readonly LedgerEntry[]): LedgerChange => ({
  intent: null,
  entries: new Map(entries.map((each) => [each.key, each])),
  refusals: new Map(),
});

/** Stores entries in the record as it stands now. */
const store = async (ledger: Ledger, arn: Arn, ...entries: readonly LedgerEntry[]) =>
  ledger.replace(await ledger.read(arn), changeOf(...entries));

const accountId = '1000000000000001';

const contested = (key: string): LedgerEntry =>
  entry(key, '1', { contest: { since: earlier, by: 'bob', theirs: '2' } });

const primaries = [instance, nlb, cluster] as const;

/** The promises of `Ledger`, to be kept by every one. @param open makes a ledger with nothing in it */
export const describeLedger = (name: string, open: () => Promise<Ledger>): void => {
  describe(`${name} as a ledger`, () => {
    let ledger: Ledger;

    beforeEach(async () => {
      ledger = await open();
    });

    it('reads a resource it never heard of as version 0 without entries', async () => {
      const record = await ledger.read(disk);

      expect(record).toEqual({
        arn: disk,
        version: 0,
        intent: null,
        entries: new Map(),
        refusals: new Map(),
      });
    });

    it('raises the version by one with every write and answers what it stored', async () => {
      const first = await store(ledger, disk, entry('cost', 'shanghai'));
      const second = await store(ledger, disk, entry('cost', 'beijing'));

      expect([first.version, second.version]).toEqual([1, 2]);
      expect(await ledger.read(disk)).toEqual(second);
    });

    it('remembers what was not seen until the next write says otherwise', async () => {
      const missing = [{ arn: instance, since: '2026-03-01T08:00:00.000Z' }];
      const content = changeOf(entry('cost', '1'));
      const first = await ledger.replace(await ledger.read(disk), { ...content, missing });
      const remembered = (await ledger.read(disk)).missing;

      await ledger.replace(first, content);

      expect(remembered).toEqual(missing);
      expect((await ledger.read(disk)).missing).toBeUndefined();
    });

    it('keeps every field of a record', async () => {
      const intent = {
        owner: 'reconcile-1',
        expiresAt: 1_768_464_000_123,
        changes: [
          {
            version: 1,
            time: '2026-02-03T04:05:06.789Z',
            cause,
            lines: [
              {
                key: '__proto__',
                action: 'restored',
                value: '',
                previous: null,
                rule: clusterEipRule,
                primary: cluster,
                reason: 'association ended',
              },
            ],
          },
        ],
      } as const;
      const full = entry('成本 中心', 'x\u0000"\\', {
        previous: '',
        rule: clusterEipRule,
        primary: cluster,
        generation: 7,
        displaced: 'theirs',
        cause: { ...cause, principal: 'bob' },
        repairs: [{ time: '2026-02-03T04:05:06.789Z', by: null }],
        contest: { since: '2026-02-03T04:05:06.789Z', by: 'bob', theirs: null },
        writtenAt: '2026-02-03T04:05:06.789Z',
        state: 'intended',
      });
      const entries = new Map([full, entry('', '')].map((each) => [each.key, each]));

      const refusals = new Map([['team', refusal('team', { reason: 'policy keep' })]]);

      await ledger.replace(await ledger.read(eip), { intent, entries, refusals });

      expect(await ledger.read(eip)).toEqual({ arn: eip, version: 1, intent, entries, refusals });
    });

    it('keeps the last write until there is another one', async () => {
      const content = { intent: null, entries: new Map(), refusals: new Map() };
      const lastWrite = {
        at: '2026-02-03T04:05:06.789Z',
        removed: [{ key: 'cost', restored: null }],
      };

      const first = await ledger.replace(await ledger.read(disk), { ...content, lastWrite });
      await ledger.replace(first, content);

      expect((await ledger.read(disk)).lastWrite).toEqual(lastWrite);
    });

    it('keeps an entry under the key __proto__ like any other', async () => {
      const odd = entry('__proto__', 'value');

      await store(ledger, disk, odd, entry('constructor', 'value'));

      const { entries } = await ledger.read(disk);
      expect([...entries.keys()]).toEqual(['__proto__', 'constructor']);
      expect(entries.get('__proto__')).toEqual(odd);
    });

    it('keeps the version of a record whose entries are all gone', async () => {
      await store(ledger, disk, entry('cost', 'shanghai'));

      await store(ledger, disk);

      expect(await ledger.read(disk)).toEqual({
        arn: disk,
        version: 2,
        intent: null,
        entries: new Map(),
        refusals: new Map(),
      });
    });

    it('refuses to make a record that somebody made meanwhile', async () => {
      const nothing = await ledger.read(disk);
      const theirs = await store(ledger, disk, entry('cost', 'theirs'));

      const late = ledger.replace(nothing, changeOf(entry('cost', 'ours')));

      await expect(late).rejects.toThrow(ConflictError);
      expect(await ledger.read(disk)).toEqual(theirs);
    });

    it('refuses a stale record and leaves record and heirs as they were', async () => {
      const stale = await store(ledger, disk, entry('cost', 'shanghai'));
      const theirs = await store(ledger, disk, entry('cost', 'beijing'));

      const late = ledger.replace(stale, changeOf());

      await expect(late).rejects.toThrow(ConflictError);
      expect(await ledger.read(disk)).toEqual(theirs);
      expect(await heirsOf(ledger, instance)).toEqual([disk]);
    });

    it('refuses a record from before its entries were removed', async () => {
      const stale = await store(ledger, disk, entry('cost', 'shanghai'));
      await store(ledger, disk);

      const late = ledger.replace(stale, changeOf(entry('cost', 'beijing')));

      await expect(late).rejects.toThrow(ConflictError);
      expect((await ledger.read(disk)).entries.size).toBe(0);
    });

    it('names an heir under each primary of its entries, and under no other', async () => {
      await store(ledger, eip, entry('a', '1'), entry('b', '2', { primary: nlb }));

      expect(await heirsOf(ledger, instance)).toEqual([eip]);
      expect(await heirsOf(ledger, nlb)).toEqual([eip]);
      expect(await heirsOf(ledger, cluster)).toEqual([]);
    });

    it('stops naming an heir once its last entry of the primary is gone', async () => {
      await store(ledger, eip, entry('a', '1'), entry('b', '2'), entry('c', '3', { primary: nlb }));
      await store(ledger, eip, entry('b', '2'), entry('c', '3', { primary: nlb }));
      expect(await heirsOf(ledger, instance)).toEqual([eip]);

      await store(ledger, eip, entry('c', '3', { primary: nlb }));

      expect(await heirsOf(ledger, instance)).toEqual([]);
      expect(await heirsOf(ledger, nlb)).toEqual([eip]);
    });

    it('names an heir again that went and came back', async () => {
      await store(ledger, disk, entry('cost', 'shanghai'));
      await store(ledger, disk);

      await store(ledger, disk, entry('cost', 'shanghai'));

      expect(await heirsOf(ledger, instance)).toEqual([disk]);
    });

    it('remembers the last write until another is told', async () => {
      const [first, second] = [earlier, '2026-03-01T09:00:00.000Z'].map((at) => ({
        at,
        removed: [],
      }));
      const written = { ...changeOf(entry('cost', '1')), lastWrite: first };
      const record = await ledger.replace(await ledger.read(disk), written);

      const next = await ledger.replace(record, changeOf(entry('cost', '1')));
      const kept = (await ledger.read(disk)).lastWrite;
      await ledger.replace(next, { ...written, lastWrite: second });

      expect([next.lastWrite, kept]).toEqual([first, first]);
      expect((await ledger.read(disk)).lastWrite).toEqual(second);
    });

    it("lists a primary's own heirs, however many others there are", async () => {
      const numbers = Array.from({ length: 40 }, (_, number) => number);
      const primaryOf = (number: number): Arn => named('Ecs-Instance', `i-${number}`);
      for (const number of numbers) {
        const inherited = entry('cost', '1', { primary: primaryOf(number) });
        await store(ledger, named('Ecs-Disk', `d-${number}`), inherited);
      }

      for (const number of numbers) {
        const heirs = await heirsOf(ledger, primaryOf(number));
        expect(heirs).toEqual([named('Ecs-Disk', `d-${number}`)]);
      }
    });

    it('lists more heirs than a page holds, in order, each once', async () => {
      const many = Array.from({ length: 230 }, (_, n) => named('Ecs-Disk', `d-${n}`));
      await Promise.all(many.map((arn) => store(ledger, arn, entry('cost', 'shanghai'))));

      const first = await ledger.heirs(instance, undefined);
      const all = await heirsOf(ledger, instance);

      expect(first.next).toBeDefined();
      expect(all).toEqual(many.toSorted());
    });

    it('lists every primary that has heirs, and none that never had any', async () => {
      await store(ledger, disk, entry('a', '1'));
      await store(ledger, eip, entry('a', '1', { primary: nlb }));

      const listed = await allPages((cursor) => ledger.primaries(accountId, cursor));

      expect(new Set(listed)).toEqual(new Set([instance, nlb]));
    });

    it('lists the contested keys of an account, in pages, each once', async () => {
      const many = Array.from({ length: 5 }, (_, n) => named('Ecs-Disk', `d-${n}`));
      for (const arn of many) await store(ledger, arn, contested('a#b'), entry('quiet', '1'));
      const other: Arn = 'arn:acs:ecs:cn-hangzhou:2000000000000002:disk/d-9';
      await store(ledger, other, contested('cost'));

      const first = await ledger.contested(accountId, { cursor: undefined, limit: 2 });
      const all = await allPages((cursor) => ledger.contested(accountId, { cursor, limit: 2 }));

      expect(first.items).toHaveLength(2);
      expect(all).toEqual(many.map((resource) => ({ resource, key: 'a#b' })));
    });

    it('stops listing a contested key once it is resumed or its entry is gone', async () => {
      await store(ledger, disk, contested('a'), contested('b'), contested('c'));
      await store(ledger, disk, contested('a'), entry('b', '1'));

      const { items } = await ledger.contested(accountId, { cursor: undefined, limit: 10 });

      expect(items).toEqual([{ resource: disk, key: 'a' }]);
    });

    it('lists who inherited from whom in an account, in pages, or from one primary alone', async () => {
      const many = Array.from({ length: 5 }, (_, n) => named('Ecs-Disk', `d-${n}`));
      for (const arn of many) await store(ledger, arn, entry('a', '1'));
      const twice = { rule: clusterEipRule, primary: cluster } as const;
      await store(ledger, eip, entry('a', '1', { primary: nlb }), entry('b', '1', twice));
      const listed = async (primary: Arn | undefined) => {
        const all = await allPages((cursor) =>
          ledger.heirships({ accountId, primary }, { cursor, limit: 2 }),
        );
        return all.map(({ primary: from, resource }) => `${resource} from ${from}`).toSorted();
      };

      const ofInstance = many.map((arn) => `${arn} from ${instance}`);
      const ofCluster = [`${eip} from ${cluster}`];
      expect(await listed(undefined)).toEqual(
        [...ofInstance, ...ofCluster, `${eip} from ${nlb}`].toSorted(),
      );
      expect(await listed(instance)).toEqual(ofInstance.toSorted());
      expect(await listed(cluster)).toEqual(ofCluster);
    });

    it('lists the resources that are refused something, until nothing is refused any more', async () => {
      const refused = async (arn: Arn, ...keys: readonly string[]) => {
        const refusals = new Map(keys.map((key) => [key, refusal(key)]));
        await ledger.replace(await ledger.read(arn), { ...changeOf(), refusals });
      };
      const listed = () => allPages((cursor) => ledger.refused(accountId, { cursor, limit: 1 }));
      await refused(disk, 'a', 'b');
      await refused(eip, 'a');

      const both = await listed();
      await refused(disk, 'b');
      await refused(eip);

      expect(both).toEqual([disk, eip]);
      expect(await listed()).toEqual([disk]);
    });

    it('reads many records in the order they were asked for', async () => {
      const many = Array.from({ length: 120 }, (_, n) => named('Ecs-Disk', `d-many-${n}`));
      await store(ledger, disk, entry('a', '1'));
      for (const arn of many.slice(0, 3)) await store(ledger, arn, entry('b', '1'));

      const records = await ledger.readMany([...many, disk]);

      expect(records.map(({ arn }) => arn)).toEqual([...many, disk]);
      expect(records.map(({ version }) => version).slice(0, 4)).toEqual([1, 1, 1, 0]);
      expect(records.at(-1)).toEqual(await ledger.read(disk));
    });

    it('agrees with a plain map after any series of writes', async () => {
      const keys = fc.constantFrom('a', 'b', 'c');
      const choice = fc.dictionary(keys, fc.constantFrom(...primaries), { maxKeys: 3 });
      let runs = 0;

      await fc.assert(
        fc.asyncProperty(fc.array(choice, { minLength: 1, maxLength: 6 }), async (series) => {
          runs += 1;
          const arn = named('Vpc-Eip', `eip-run-${runs}`);
          for (const [index, chosen] of series.entries()) {
            const entries = Object.entries(chosen).map(([key, primary]) =>
              entry(key, `${index}`, { primary }),
            );
            await store(ledger, arn, ...entries);
            const record = await ledger.read(arn);
            expect(record).toEqual({ arn, version: index + 1, ...changeOf(...entries) });
            for (const primary of primaries) {
              const isNamed = (await heirsOf(ledger, primary)).includes(arn);
              expect(isNamed).toBe(Object.values(chosen).includes(primary));
            }
          }
        }),
        { numRuns: 25 },
      );
    });
  });
};
