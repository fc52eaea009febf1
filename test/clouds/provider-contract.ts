import { beforeAll, describe, expect, it } from 'vitest';
import type { Arn } from '../../src/clouds/arn.ts';
import type { CloudProvider } from '../../src/clouds/provider.ts';
import { ConflictError, NotFoundError, TerminalError } from '../../src/model/errors.ts';
import type { Tags } from '../../src/model/tags.ts';

/** What the suite needs to set the stage in a cloud, in an account with nothing in it. */
export type Stage = {
  readonly provider: CloudProvider;
  readonly accountId: string;
  readonly makeInstance: () => Promise<Arn>;
  readonly makeDisk: () => Promise<Arn>;
  readonly attach: (instance: Arn, disk: Arn) => Promise<void>;
  readonly detach: (instance: Arn, disk: Arn) => Promise<void>;
  readonly deleteInstance: (instance: Arn) => Promise<void>;
  /** The ARN of a disk that never was. */
  readonly noSuchDisk: Arn;
};

const tags = (count: number, prefix = 'key') =>
  new Map(Array.from({ length: count }, (_, n) => [`${prefix}-${n}`, `value ${n}`]));

const collect = async (
  page: (cursor: string | undefined) => ReturnType<CloudProvider['list']>,
): Promise<readonly Arn[]> => {
  const found: Arn[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    found.push(...items);
    cursor = next;
  } while (cursor !== undefined);
  return found;
};

/** The promises of `CloudProvider`, to be kept by every cloud. @param open makes a fresh stage */
export const providerContract = (name: string, open: () => Promise<Stage>): void => {
  describe(`${name} as a cloud provider`, () => {
    let stage: Stage;
    let provider: CloudProvider;

    beforeAll(async () => {
      stage = await open();
      ({ provider } = stage);
    });

    const inCalls = (all: Tags): readonly Tags[] => {
      const pairs = [...all];
      const size = provider.tagCallLimits.tags;
      return Array.from(
        { length: Math.ceil(pairs.length / size) },
        (_, index) => new Map(pairs.slice(index * size, (index + 1) * size)),
      );
    };

    const tagsOf = async (arn: Arn) => (await provider.describe([arn])).get(arn)?.tags;

    it('describes tags and parents, and leaves out what does not exist', async () => {
      const [instance, disk] = [await stage.makeInstance(), await stage.makeDisk()];
      await stage.attach(instance, disk);
      await provider.setTags([disk], new Map([['cost', 'shanghai']]));

      const found = await provider.describe([disk, instance, stage.noSuchDisk]);

      expect([...found.keys()].sort()).toEqual([disk, instance].sort());
      expect(found.get(disk)).toMatchObject({
        arn: disk,
        tags: new Map([['cost', 'shanghai']]),
        parents: [instance],
      });
    });

    it('describes a resource once that is named twice, and nothing when nothing is named', async () => {
      const disk = await stage.makeDisk();

      expect((await provider.describe([disk, disk])).size).toBe(1);
      expect((await provider.describe([])).size).toBe(0);
    });

    it('sets tags beside those that are there, and overwrites equal keys', async () => {
      const disk = await stage.makeDisk();
      await provider.setTags(
        [disk],
        new Map([
          ['cost', 'hangzhou'],
          ['own', ''],
        ]),
      );

      await provider.setTags([disk], new Map([['cost', 'shanghai']]));

      expect(await tagsOf(disk)).toEqual(
        new Map([
          ['cost', 'shanghai'],
          ['own', ''],
        ]),
      );
    });

    it('sets and removes as many tags on as many resources as one call takes', async () => {
      const { resources, tags: mostTags } = provider.tagCallLimits;
      const disks = await Promise.all(Array.from({ length: resources }, () => stage.makeDisk()));
      const most = tags(Math.min(mostTags, provider.maxTagsPerResource('Ecs-Disk')));

      expect(await provider.setTags(disks, most)).toEqual(new Map());
      const tagged = await provider.describe(disks);
      expect(await provider.removeTags(disks, [...most.keys()])).toEqual(new Map());
      const bare = await provider.describe(disks);

      expect(disks.map((disk) => tagged.get(disk)?.tags)).toEqual(disks.map(() => most));
      expect(disks.map((disk) => bare.get(disk)?.tags)).toEqual(disks.map(() => new Map()));
    });

    it('writes the others of a call when one of them is refused', async () => {
      const [disk, full] = [await stage.makeDisk(), await stage.makeDisk()];
      for (const chunk of inCalls(tags(provider.maxTagsPerResource('Ecs-Disk')))) {
        await provider.setTags([full], chunk);
      }

      const refusals = await provider.setTags([full, stage.noSuchDisk, disk], tags(1, 'more'));

      expect([...refusals.keys()].sort()).toEqual([full, stage.noSuchDisk].sort());
      expect(refusals.get(full)).toBeInstanceOf(ConflictError);
      expect(refusals.get(stage.noSuchDisk)).toBeInstanceOf(NotFoundError);
      expect(await tagsOf(disk)).toEqual(tags(1, 'more'));
    });

    it('takes keys for text, whatever they mean to a program', async () => {
      const disk = await stage.makeDisk();
      const odd = new Map([
        ['__proto__', 'constructor'],
        ['toString', '__proto__'],
        ['1', 'one'],
        ['a.b#c/ü 雨', ' +=/@ 1'],
      ]);

      await provider.setTags([disk], odd);
      expect(await tagsOf(disk)).toEqual(odd);

      await provider.removeTags([disk], ['__proto__', 'a.b#c/ü 雨']);
      expect([...((await tagsOf(disk)) ?? [])].sort()).toEqual([
        ['1', 'one'],
        ['toString', '__proto__'],
      ]);
    });

    it('takes the removal of absent keys for done', async () => {
      const disk = await stage.makeDisk();
      await provider.setTags([disk], new Map([['own', 'kept']]));

      await provider.removeTags([disk], ['never-there']);

      expect(await tagsOf(disk)).toEqual(new Map([['own', 'kept']]));
    });

    it('calls a resource that is gone not found', async () => {
      const { noSuchDisk } = stage;

      const set = await provider.setTags([noSuchDisk], tags(1));
      const removed = await provider.removeTags([noSuchDisk], ['a']);

      expect(set.get(noSuchDisk)).toBeInstanceOf(NotFoundError);
      expect(removed.get(noSuchDisk)).toBeInstanceOf(NotFoundError);
    });

    it('calls a full quota a conflict, and writes nothing then', async () => {
      const disk = await stage.makeDisk();
      const full = tags(provider.maxTagsPerResource('Ecs-Disk'));
      for (const chunk of inCalls(full)) await provider.setTags([disk], chunk);

      const refusals = await provider.setTags([disk], tags(1, 'more'));

      expect(refusals.get(disk)).toBeInstanceOf(ConflictError);
      expect(await tagsOf(disk)).toEqual(full);
    });

    it.each([
      ['a reserved key', new Map([['acs:cost', 'x']])],
      ['a key that is too long', new Map([['k'.repeat(129), 'x']])],
      ['a value that is too long', new Map([['cost', 'v'.repeat(129)]])],
      ['a value with a URL', new Map([['cost', 'see https://example.com']])],
    ])('calls %s terminal', async (_, refused) => {
      const disk = await stage.makeDisk();

      const refusals = await provider.setTags([disk], refused);

      expect(refusals.get(disk)).toBeInstanceOf(TerminalError);
      expect(await tagsOf(disk)).toEqual(new Map());
    });

    it('lists the heirs of a primary in ARN order, page by page, and of one type only', async () => {
      const instance = await stage.makeInstance();
      const disks: Arn[] = [];
      for (let n = 0; n < 4; n += 1) {
        const disk = await stage.makeDisk();
        await stage.attach(instance, disk);
        disks.push(disk);
      }

      const heirs = await collect((cursor) => provider.heirs(instance, 'Ecs-Disk', cursor));

      expect(heirs).toEqual(heirs.toSorted());
      expect(heirs).toEqual(expect.arrayContaining(disks));
      expect(await collect((cursor) => provider.heirs(instance, 'Vpc-Eip', cursor))).toEqual([]);
    });

    it('no longer shows a parent that was left', async () => {
      const [instance, disk] = [await stage.makeInstance(), await stage.makeDisk()];
      await stage.attach(instance, disk);

      await stage.detach(instance, disk);

      expect((await provider.describe([disk])).get(disk)?.parents).toEqual([]);
    });

    it('knows no heirs of a primary that is gone', async () => {
      const [instance, disk] = [await stage.makeInstance(), await stage.makeDisk()];
      await stage.attach(instance, disk);

      await stage.deleteInstance(instance);

      expect(await collect((cursor) => provider.heirs(instance, 'Ecs-Disk', cursor))).toEqual([]);
      expect((await provider.describe([instance])).size).toBe(0);
    });

    it("lists an account's resources of a type and nobody else's", async () => {
      const own = await stage.makeDisk();
      const other = await open();
      const foreign = await other.makeDisk();

      const listed = await collect((cursor) => provider.list(stage.accountId, 'Ecs-Disk', cursor));

      expect(listed).toContain(own);
      expect(listed).not.toContain(foreign);
    });
  });
};
