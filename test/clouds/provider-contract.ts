import { beforeAll, describe, expect, it } from 'vitest';
import { type Arn, formatArn, parseArn } from '../../src/clouds/arn.ts';
import type { ResourceType } from '../../src/clouds/cloud.ts';
import {
  type CloudProvider,
  patientCall,
  type Resource,
  type Sight,
  type TagChange,
  type WriteResult,
} from '../../src/clouds/provider.ts';
import { NotFoundError, RetryableError } from '../../src/model/errors.ts';
import { isCursorExpired, type Page } from '../../src/model/page.ts';
import { longestReadLagSeconds } from '../../src/worker/second-looks.ts';
import { changeOf, writesOf } from './ask.ts';

/** What the suite needs to set the stage in a cloud, in an account with nothing in it. */
export type Stage = {
  readonly provider: CloudProvider;
  readonly accountId: string;
  /** Types of its disks, and of something else that may hang on an instance. */
  readonly types: { readonly disk: ResourceType; readonly other: ResourceType };
  readonly makeInstance: () => Promise<Arn>;
  readonly makeDisk: () => Promise<Arn>;
  readonly attach: (instance: Arn, disk: Arn) => Promise<void>;
  readonly detach: (instance: Arn, disk: Arn) => Promise<void>;
  readonly deleteInstance: (instance: Arn) => Promise<void>;
  /** The ARN of a disk that never was. */
  readonly noSuchDisk: Arn;
  /** Lets time pass until reads show all that was done. */
  readonly settle: () => void;
  /** Who made the last tag call, as the cloud's audit trail names them. */
  readonly lastTagger: () => string;
};

const tags = (count: number, prefix = 'key') =>
  new Map(Array.from({ length: count }, (_, n) => [`${prefix}-${n}`, `value ${n}`]));

/** Tries until what may pass has passed: a cloud may be throttled at any time. */
const mostTries = 100;

const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
  for (let tries = 1; tries < mostTries; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof RetryableError) || isCursorExpired(error)) throw error;
    }
  }
  return ask();
};

/** Everything in a listing, which begins again where its cursor expires. */
const collect = async (
  list: (cursor: string | undefined) => Promise<Page<Arn>>,
  afterFirstPage: (page: readonly Arn[]) => Promise<void> = async () => {},
): Promise<readonly Arn[]> => {
  let isFirst = true;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const found: Arn[] = [];
    let cursor: string | undefined;
    try {
      do {
        const at: string | undefined = cursor;
        const { items, next } = await insist(() => list(at));
        found.push(...items);
        cursor = next;
        if (isFirst) await afterFirstPage(items);
        isFirst = false;
      } while (cursor !== undefined);
      return found;
    } catch (error) {
      if (!isCursorExpired(error)) throw error;
    }
  }
  throw new Error(`the listing did not end in ${mostTries} tries`);
};

/** What is left of a change: the keys that failed with what may pass. */
const leftOf = ({ arn, set, remove }: TagChange, { failed }: WriteResult): TagChange => {
  const mayPass = (key: string) => failed.get(key) instanceof RetryableError;
  return {
    arn,
    set: new Map([...set].filter(([key]) => mayPass(key))),
    remove: remove.filter(mayPass),
  };
};

/** A tag that a cloud refuses, and why. */
export type RefusedTag = readonly [why: string, tag: readonly [key: string, value: string]];

/** What an emulator of a cloud does not play, so that nothing can be seen of it there. */
export type Unplayed = 'tag quota' | 'unknown resources' | 'detach at the end of an instance';

/**
 * The promises of `CloudProvider`, to be kept by every cloud.
 * @param open makes a fresh stage
 * @param refused what its cloud refuses
 * @param unplayed of what its cloud really does
 */
export const providerContract = (
  name: string,
  open: () => Promise<Stage>,
  refused: readonly RefusedTag[],
  unplayed: readonly Unplayed[] = [],
): void => {
  const itWith = (...needed: readonly Unplayed[]) =>
    it.skipIf(needed.some((each) => unplayed.includes(each)));

  describe(`${name} as a cloud provider`, () => {
    let stage: Stage;
    let provider: CloudProvider;

    beforeAll(async () => {
      stage = await open();
      ({ provider } = stage);
    });

    /** What the cloud says once everybody was let through. */
    const see = async (arns: readonly Arn[]): Promise<ReadonlyMap<Arn, Sight>> => {
      stage.settle();
      const told = new Map<Arn, Sight>();
      for (let tries = 0; tries < mostTries; tries += 1) {
        const asked = arns.filter((arn) => !told.has(arn));
        if (asked.length === 0) break;
        const sights = await insist(() => provider.describe(asked, patientCall));
        expect([...sights.keys()].sort()).toEqual([...new Set(asked)].sort());
        for (const [arn, sight] of sights) if (sight.kind !== 'cannot-tell') told.set(arn, sight);
      }
      return told;
    };

    const resourceAt = async (arn: Arn): Promise<Resource | undefined> => {
      const sight = (await see([arn])).get(arn);
      return sight?.kind === 'present' ? sight.resource : undefined;
    };
    const tagsOf = async (arn: Arn) => (await resourceAt(arn))?.tags;

    /** Makes changes, again where they may pass. @returns what became of each in the end */
    const write = async (changes: readonly TagChange[]): Promise<readonly WriteResult[]> => {
      const results = await provider.write(writesOf(changes), patientCall);
      expect(results).toHaveLength(changes.length);
      const ends: WriteResult[] = [];
      for (const [index, change] of changes.entries()) {
        let end = results[index] ?? { refused: new Map(), failed: new Map() };
        const refused = new Map(end.refused);
        let left = leftOf(change, end);
        for (
          let tries = 0;
          left.set.size + left.remove.length > 0 && tries < mostTries;
          tries += 1
        ) {
          const [again] = await provider.write(writesOf([left]), patientCall);
          end = again ?? end;
          for (const [key, refusal] of end.refused) refused.set(key, refusal);
          left = leftOf(left, end);
        }
        ends.push({ refused, failed: end.failed });
      }
      return ends;
    };
    const set = async (arn: Arn, all: ReadonlyMap<string, string>): Promise<WriteResult> => {
      const [end] = await write([changeOf(arn, { set: all })]);
      if (end === undefined) throw new Error('one change has one result');
      return end;
    };
    const heirs = (primary: Arn, type: ResourceType = stage.types.disk) =>
      collect((cursor) => provider.heirs(primary, type, cursor, patientCall));

    const instanceWithDisks = async (count: number) => {
      const instance = await stage.makeInstance();
      const disks: Arn[] = [];
      while (disks.length < count) {
        const disk = await stage.makeDisk();
        await stage.attach(instance, disk);
        disks.push(disk);
      }
      stage.settle();
      return { instance, disks };
    };

    it('describes tags and parents of what is there, and calls gone what is not', async () => {
      const [instance, disk] = [await stage.makeInstance(), await stage.makeDisk()];
      await stage.attach(instance, disk);
      await set(disk, new Map([['cost', 'shanghai']]));

      const sights = await see([disk, instance, stage.noSuchDisk]);

      expect(sights.get(disk)).toMatchObject({
        kind: 'present',
        resource: { arn: disk, tags: new Map([['cost', 'shanghai']]), parents: [instance] },
      });
      expect(sights.get(instance)?.kind).toBe('present');
      expect(sights.get(stage.noSuchDisk)).toEqual({ kind: 'gone' });
    });

    it('describes a resource once that is named twice, and nothing when nothing is named', async () => {
      const disk = await stage.makeDisk();

      const twice = await insist(() => provider.describe([disk, disk], patientCall));

      expect([...twice.keys()]).toEqual([disk]);
      expect((await insist(() => provider.describe([], patientCall))).size).toBe(0);
    });

    it('describes a hundred resources, and answers for each', async () => {
      const disks = await Promise.all(Array.from({ length: 100 }, () => stage.makeDisk()));

      const sights = await see(disks);

      expect([...sights.values()].every(({ kind }) => kind === 'present')).toBe(true);
    });

    it('sets tags beside those that are there, and overwrites equal keys', async () => {
      const disk = await stage.makeDisk();
      const before = new Map([
        ['cost', 'hangzhou'],
        ['own', ''],
      ]);
      await set(disk, before);

      await set(disk, new Map([['cost', 'shanghai']]));

      expect(await tagsOf(disk)).toEqual(new Map([...before, ['cost', 'shanghai']]));
    });

    it('makes unequal changes of many resources, each its own, removals before additions', async () => {
      const disks = await Promise.all(Array.from({ length: 60 }, () => stage.makeDisk()));
      const most = provider.maxTagsPerResource(stage.types.disk);
      const all = tags(most);
      await write(disks.map((disk) => changeOf(disk, { set: all })));

      const ends = await write(
        disks.map((disk, index) =>
          changeOf(disk, { set: tags(most, `new-${index % 3}`), remove: [...all.keys()] }),
        ),
      );
      const sights = await see(disks);

      expect(ends.every(({ refused, failed }) => refused.size + failed.size === 0)).toBe(true);
      for (const [index, disk] of disks.entries()) {
        const sight = sights.get(disk);
        const found = sight?.kind === 'present' ? sight.resource.tags : undefined;
        expect([...(found ?? [])].sort()).toEqual([...tags(most, `new-${index % 3}`)].sort());
      }
    });

    itWith('tag quota', 'unknown resources')(
      'makes the others of several changes when one of them cannot be made',
      async () => {
        const [disk, full] = [await stage.makeDisk(), await stage.makeDisk()];
        await set(full, tags(provider.maxTagsPerResource(stage.types.disk)));

        const [ofFull, ofNone, ofDisk] = await write(
          [full, stage.noSuchDisk, disk].map((arn) => changeOf(arn, { set: tags(1, 'more') })),
        );

        expect(ofFull?.refused.get('more-0')).toMatchObject({ kind: 'quota full' });
        expect(ofNone?.failed.get('more-0')).toBeInstanceOf(NotFoundError);
        expect(ofDisk).toMatchObject({ refused: new Map(), failed: new Map() });
        expect(await tagsOf(disk)).toEqual(tags(1, 'more'));
      },
    );

    it('takes keys for text, whatever they mean to a program', async () => {
      const disk = await stage.makeDisk();
      const odd = new Map([
        ['__proto__', 'constructor'],
        ['toString', '__proto__'],
        ['1', 'one'],
        ['a.b#c/ü 雨', ' +=/@ 1'],
      ]);

      await set(disk, odd);
      expect(await tagsOf(disk)).toEqual(odd);

      await write([changeOf(disk, { remove: ['__proto__', 'a.b#c/ü 雨'] })]);
      expect([...((await tagsOf(disk)) ?? [])].sort()).toEqual([
        ['1', 'one'],
        ['toString', '__proto__'],
      ]);
    });

    it('takes the removal of absent keys for done', async () => {
      const disk = await stage.makeDisk();
      await set(disk, new Map([['own', 'kept']]));

      const [end] = await write([changeOf(disk, { remove: ['never-there'] })]);

      expect(end).toMatchObject({ refused: new Map(), failed: new Map() });
      expect(await tagsOf(disk)).toEqual(new Map([['own', 'kept']]));
    });

    it('asks for no tags in no call', async () => {
      const [end] = await provider.write(writesOf([changeOf(stage.noSuchDisk, {})]), patientCall);

      expect(end).toMatchObject({ refused: new Map(), failed: new Map() });
      expect(provider.tagCallsFor([changeOf(stage.noSuchDisk, {})])).toBe(0);
    });

    itWith('unknown resources')(
      'calls a resource that is gone not found, but for keys that were to go with it',
      async () => {
        const { noSuchDisk } = stage;

        const [end] = await write([changeOf(noSuchDisk, { set: tags(1), remove: ['a'] })]);

        expect(end?.failed.get('key-0')).toBeInstanceOf(NotFoundError);
        for (const error of end?.failed.values() ?? []) expect(error).toBeInstanceOf(NotFoundError);
      },
    );

    itWith('tag quota')(
      'sets as many tags as find room, and refuses the others for the quota',
      async () => {
        const disk = await stage.makeDisk();
        const most = provider.maxTagsPerResource(stage.types.disk);
        await set(disk, tags(most - 2));

        const { refused, failed } = await set(disk, tags(5, 'more'));

        expect([...refused.values()].map(({ kind }) => kind)).toEqual(Array(3).fill('quota full'));
        expect(failed.size).toBe(0);
        expect((await tagsOf(disk))?.size).toBe(most);
      },
    );

    it.each(refused)('refuses %s, and writes what stands beside it', async (_, [key, value]) => {
      const disk = await stage.makeDisk();

      const { refused, failed } = await set(disk, new Map([...tags(3), [key, value]]));

      expect([...refused]).toMatchObject([[key, { kind: 'key refused' }]]);
      expect(failed.size).toBe(0);
      expect(await tagsOf(disk)).toEqual(tags(3));
    });

    it('writes nothing that may not be sent any more', async () => {
      const [disk, late] = [await stage.makeDisk(), await stage.makeDisk()];
      const tooLate = new Error('too late');
      const refuse = (): never => {
        throw tooLate;
      };
      const change = { set: tags(1) };

      let failure: unknown;
      for (let tries = 0; failure !== tooLate && tries < mostTries; tries += 1) {
        const [, end] = await provider.write(
          [
            ...writesOf([changeOf(disk, change)]),
            { ...changeOf(late, change), assertMaySend: refuse },
          ],
          patientCall,
        );
        failure = end?.failed.get('key-0');
        expect(failure).toBeDefined();
      }

      expect(failure).toBe(tooLate);
      expect(await tagsOf(late)).toEqual(new Map());
    });

    it('tells how many tag calls changes take: fewer for equal ones', () => {
      const changes = Array.from({ length: 40 }, (_, index) =>
        changeOf(formatArn({ ...parseArn(stage.noSuchDisk), id: `d-${index}` }), { set: tags(1) }),
      );

      const [together, apart] = [
        provider.tagCallsFor(changes),
        changes.reduce((sum, change) => sum + provider.tagCallsFor([change]), 0),
      ];

      expect(together).toBeGreaterThan(0);
      expect(together).toBeLessThan(apart);
    });

    it('lists all heirs of a primary, of one type only, in whatever order', async () => {
      const { instance, disks } = await instanceWithDisks(7);

      const found = await heirs(instance);

      expect([...new Set(found)]).toEqual(expect.arrayContaining(disks));
      expect(await heirs(instance, stage.types.other)).toEqual([]);
    });

    it('leaves no heir out when one goes away between two pages, and when one comes', async () => {
      const { instance, disks } = await instanceWithDisks(7);
      let [gone, come]: (Arn | undefined)[] = [];

      const found = await collect(
        (cursor) => provider.heirs(instance, stage.types.disk, cursor, patientCall),
        async (page) => {
          gone = page.find((arn) => disks.includes(arn));
          if (gone !== undefined) await stage.detach(instance, gone);
          come = await stage.makeDisk();
          await stage.attach(instance, come);
          stage.settle();
        },
      );

      expect(gone).toBeDefined();
      expect(found).toEqual(expect.arrayContaining(disks.filter((disk) => disk !== gone)));
    });

    it('no longer shows a parent that was left', async () => {
      const { instance, disks } = await instanceWithDisks(1);
      const [disk = stage.noSuchDisk] = disks;

      await stage.detach(instance, disk);

      expect((await resourceAt(disk))?.parents).toEqual([]);
    });

    itWith('detach at the end of an instance')(
      'knows no heirs of a primary that is gone',
      async () => {
        const { instance } = await instanceWithDisks(1);

        await stage.deleteInstance(instance);
        stage.settle();

        expect(await heirs(instance)).toEqual([]);
        expect(await resourceAt(instance)).toBeUndefined();
      },
    );

    it("lists all of an account's resources of a type, and nobody else's", async () => {
      const own = [await stage.makeDisk(), await stage.makeDisk(), await stage.makeDisk()];
      const other = await open();
      const foreign = await other.makeDisk();
      stage.settle();

      const listed = await collect((cursor) =>
        provider.list(stage.accountId, stage.types.disk, cursor, patientCall),
      );

      expect(listed).toEqual(expect.arrayContaining(own));
      expect(listed).not.toContain(foreign);
    });

    it('says for how long its reads may be late, and that second looks can wait for it', () => {
      expect(provider.readLagSeconds).toBeGreaterThanOrEqual(0);
      expect(provider.readLagSeconds).toBeLessThanOrEqual(longestReadLagSeconds);
    });

    it('knows its own calls by their caller', async () => {
      const disk = await stage.makeDisk();
      await set(disk, tags(1));

      expect(provider.isOurs(stage.lastTagger())).toBe(true);
      expect(provider.isOurs('alice')).toBe(false);
    });
  });
};
