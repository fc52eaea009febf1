import { describe, expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import type { CloudProvider, Refusals } from '../../src/clouds/provider.ts';
import {
  ConflictError,
  type HeirtagError,
  NotFoundError,
  RetryableError,
  TerminalError,
} from '../../src/model/errors.ts';
import { createTagWriter } from '../../src/wave/tag-writer.ts';
import { createWave } from '../../src/wave/wave.ts';
import { named } from '../engine/fixtures.ts';

type Call = {
  readonly kind: 'set' | 'remove';
  readonly arns: readonly Arn[];
  readonly what: object;
};

/** A cloud that takes 3 resources and 2 tags a call, and a writer of one wave. */
const openWriter = (answer: (call: Call) => Refusals = () => new Map()) => {
  const calls: Call[] = [];
  const take = async (call: Call): Promise<Refusals> => {
    calls.push(call);
    return answer(call);
  };
  const cloud: CloudProvider = {
    ...absentProvider,
    tagCallLimits: { resources: 3, tags: 2 },
    setTags: (arns, tags) => take({ kind: 'set', arns, what: Object.fromEntries(tags) }),
    removeTags: (arns, keys) => take({ kind: 'remove', arns, what: [...keys] }),
  };
  const { gather } = createWave({ afterLongestWait: () => () => {} });
  return { writer: createTagWriter(cloud, gather), calls };
};

const disks = Array.from({ length: 7 }, (_, index) => named('Ecs-Disk', `d-${index}`));
const may = (): void => {};
const tags = (values: Readonly<Record<string, string>>) => new Map(Object.entries(values));

describe('a tag writer', () => {
  it('makes one call of equal changes, and no more calls than the cloud makes necessary', async () => {
    const { writer, calls } = openWriter();

    await Promise.all(disks.map((disk) => writer.set(disk, tags({ a: '1', b: '2' }), may)));

    expect(calls).toEqual([
      { kind: 'set', arns: disks.slice(0, 3), what: { a: '1', b: '2' } },
      { kind: 'set', arns: disks.slice(3, 6), what: { a: '1', b: '2' } },
      { kind: 'set', arns: disks.slice(6), what: { a: '1', b: '2' } },
    ]);
  });

  it('has ten calls under way at the most, those that are made again in pieces included', async () => {
    const counts = { now: 0, most: 0 };
    const cloud: CloudProvider = {
      ...absentProvider,
      tagCallLimits: { resources: 50, tags: 2 },
      setTags: async () => {
        counts.now += 1;
        counts.most = Math.max(counts.most, counts.now);
        await new Promise(setImmediate);
        counts.now -= 1;
        throw new TerminalError({ code: 'Refused', message: 'no' });
      },
    };
    const { gather } = createWave({ afterLongestWait: () => () => {} });
    const writer = createTagWriter(cloud, gather);

    await Promise.allSettled(
      Array.from({ length: 200 }, (_, index) =>
        writer.set(named('Ecs-Disk', `d-${index}`), tags({ a: String(index % 10) }), may),
      ),
    );

    expect(counts.most).toBe(10);
  });

  it('takes changes for equal whatever order their keys came in', async () => {
    const { writer, calls } = openWriter();

    await Promise.all([
      writer.set(named('Ecs-Disk', 'd-0'), tags({ a: '1', b: '2' }), may),
      writer.set(named('Ecs-Disk', 'd-1'), tags({ b: '2', a: '1' }), may),
    ]);

    expect(calls).toHaveLength(1);
  });

  it('keeps apart what differs: value, key, kind, region, account', async () => {
    const { writer, calls } = openWriter();
    const [disk = named('Ecs-Disk', 'd-0')] = disks;
    const far = formatArn({
      type: 'Ecs-Disk',
      region: 'cn-beijing',
      accountId: '1000000000000001',
      id: 'd-0',
    });
    const foreign = formatArn({
      type: 'Ecs-Disk',
      region: 'cn-hangzhou',
      accountId: '1000000000000002',
      id: 'd-0',
    });

    await Promise.all([
      writer.set(disk, tags({ a: '1' }), may),
      writer.set(disk, tags({ a: '2' }), may),
      writer.set(disk, tags({ b: '1' }), may),
      writer.remove(disk, ['a'], may),
      writer.set(far, tags({ a: '1' }), may),
      writer.set(foreign, tags({ a: '1' }), may),
    ]);

    expect(calls.map(({ arns }) => arns.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('cuts more tags than a call takes into several, one after the other', async () => {
    const { writer, calls } = openWriter();
    const [disk = named('Ecs-Disk', 'd-0')] = disks;

    await writer.set(disk, tags({ c: '3', a: '1', b: '2' }), may);
    await writer.remove(disk, ['c', 'a', 'b'], may);

    expect(calls.map(({ kind, what }) => [kind, what])).toEqual([
      ['set', { a: '1', b: '2' }],
      ['set', { c: '3' }],
      ['remove', ['a', 'b']],
      ['remove', ['c']],
    ]);
  });

  it('sends nothing for no tags', async () => {
    const { writer, calls } = openWriter();

    await writer.set(named('Ecs-Disk', 'd-0'), new Map(), may);
    await writer.remove(named('Ecs-Disk', 'd-0'), [], may);

    expect(calls).toEqual([]);
  });

  it('fails the one of a call that the cloud refuses, and nobody else', async () => {
    const gone = new NotFoundError({ code: 'InvalidResourceId.NotFound', message: 'd-1 is gone' });
    const { writer } = openWriter(() => new Map([[named('Ecs-Disk', 'd-1'), gone]]));

    const ends = await Promise.allSettled(
      disks.slice(0, 3).map((disk) => writer.set(disk, tags({ a: '1' }), may)),
    );

    expect(ends).toEqual([
      { status: 'fulfilled', value: new Map() },
      { status: 'rejected', reason: gone },
      { status: 'fulfilled', value: new Map() },
    ]);
  });

  const badValue = new TerminalError({ code: 'InvalidTagValue', message: 'not this one' });
  const full = new ConflictError({ code: 'QuotaExceed', message: 'full' });
  const refuseAll = (call: Call, error: HeirtagError): Refusals =>
    new Map(call.arns.map((arn) => [arn, error]));

  it('sends what the cloud refuses again in parts, down to the key that is at fault', async () => {
    const { writer, calls } = openWriter((call) =>
      'c' in call.what ? refuseAll(call, badValue) : new Map(),
    );
    const [disk = named('Ecs-Disk', 'd-0')] = disks;

    const refused = await writer.set(disk, tags({ a: '1', b: '1', c: '1', d: '1' }), may);

    expect([...refused]).toEqual([['c', badValue]]);
    expect(calls.map(({ what }) => Object.keys(what).join(''))).toEqual(['ab', 'cd', 'c', 'd']);
  });

  it('keeps sharing calls for what is sent again', async () => {
    const { writer, calls } = openWriter((call) =>
      'a' in call.what ? refuseAll(call, badValue) : new Map(),
    );

    const ends = await Promise.all(
      disks.slice(0, 3).map((disk) => writer.set(disk, tags({ a: '1', b: '1' }), may)),
    );

    expect(ends.map((refused) => [...refused.keys()])).toEqual([['a'], ['a'], ['a']]);
    expect(calls.map(({ arns }) => arns.length)).toEqual([3, 3, 3]);
  });

  it('sets as many tags as a quota lets in that nobody knew', async () => {
    let places = 3;
    const { writer } = openWriter((call) => {
      const wanted = Object.keys(call.what).length;
      if (wanted > places) return refuseAll(call, full);
      places -= wanted;
      return new Map();
    });
    const [disk = named('Ecs-Disk', 'd-0')] = disks;

    const refused = await writer.set(disk, tags({ a: '1', b: '1', c: '1', d: '1', e: '1' }), may);

    expect([...refused.keys()]).toEqual(['d', 'e']);
  });

  it('removes what the cloud lets it remove', async () => {
    const { writer } = openWriter((call) =>
      Object.values(call.what).includes('a') ? refuseAll(call, badValue) : new Map(),
    );
    const [disk = named('Ecs-Disk', 'd-0')] = disks;

    const refused = await writer.remove(disk, ['a', 'b'], may);

    expect([...refused.keys()]).toEqual(['a']);
  });

  it('tells everybody of a call that failed as a whole, and nobody of another call', async () => {
    const lost = new RetryableError({
      code: 'Timeout',
      message: 'no answer',
      details: { mayHaveHappened: true },
    });
    const { writer } = openWriter(({ arns }) => {
      if (arns.length === 3) throw lost;
      return new Map();
    });

    const ends = await Promise.allSettled(
      disks.slice(0, 4).map((disk) => writer.set(disk, tags({ a: '1' }), may)),
    );

    expect(ends.map((end) => (end.status === 'rejected' ? end.reason : 'done'))).toEqual([
      lost,
      lost,
      lost,
      'done',
    ]);
  });

  it('sets the tags of the others when one resource fails a call as a whole', async () => {
    const broken = new RetryableError({ code: 'InternalError', message: 'not d-1' });
    const { writer, calls } = openWriter(({ arns }) => {
      if (arns.includes(named('Ecs-Disk', 'd-1'))) throw broken;
      return new Map();
    });

    const ends = await Promise.allSettled(
      disks.slice(0, 3).map((disk) => writer.set(disk, tags({ a: '1' }), may)),
    );

    expect(ends).toEqual([
      { status: 'fulfilled', value: new Map() },
      { status: 'rejected', reason: broken },
      { status: 'fulfilled', value: new Map() },
    ]);
    expect(calls).toHaveLength(4);
  });

  it('calls nobody done whose call may still arrive, though it is sent again', async () => {
    const lost = new RetryableError({
      code: 'Timeout',
      message: 'no answer',
      details: { mayHaveHappened: true },
    });
    const gone = new NotFoundError({ code: 'InvalidResourceId.NotFound', message: 'd-1 is gone' });
    const { writer, calls } = openWriter(({ arns }) => {
      if (arns.length > 1) throw lost;
      return arns.includes(named('Ecs-Disk', 'd-1'))
        ? new Map([[named('Ecs-Disk', 'd-1'), gone]])
        : new Map();
    });

    const ends = await Promise.allSettled(
      disks.slice(0, 3).map((disk) => writer.remove(disk, ['a'], may)),
    );

    expect(ends).toEqual(disks.slice(0, 3).map(() => ({ status: 'rejected', reason: lost })));
    expect(calls.map(({ arns }) => arns.length)).toEqual([3, 1, 1, 1]);
  });

  it('asks again whether each may still be sent before it is sent again', async () => {
    const tooLate = new RetryableError({ code: 'IntentExpired', message: 'too late' });
    let isLate = false;
    const { writer, calls } = openWriter(({ arns }) => {
      isLate = true;
      if (arns.length > 1)
        throw new RetryableError({ code: 'InternalError', message: 'slow down' });
      return new Map();
    });
    const first = writer.set(named('Ecs-Disk', 'd-0'), tags({ a: '1' }), () => {
      if (isLate) throw tooLate;
    });
    const second = writer.set(named('Ecs-Disk', 'd-1'), tags({ a: '1' }), may);

    await expect(first).rejects.toBe(tooLate);
    await second;

    expect(calls.map(({ arns }) => arns)).toEqual([disks.slice(0, 2), disks.slice(1, 2)]);
  });

  it('asks whether each may still be sent when the call is sent, and leaves out who may not', async () => {
    const tooLate = new RetryableError({ code: 'IntentExpired', message: 'too late' });
    let isLate = false;
    const { writer, calls } = openWriter();
    const [first, second] = disks.slice(0, 2).map((disk, index) =>
      writer.set(disk, tags({ a: '1' }), () => {
        if (isLate && index === 0) throw tooLate;
      }),
    );
    isLate = true;

    await expect(first).rejects.toBe(tooLate);
    await second;

    expect(calls).toMatchObject([{ arns: disks.slice(1, 2) }]);
  });

  it('makes no call when none of it may be sent any more', async () => {
    const { writer, calls } = openWriter();
    const refuse = (): never => {
      throw new RetryableError({ code: 'IntentExpired', message: 'too late' });
    };

    await expect(writer.set(named('Ecs-Disk', 'd-0'), tags({ a: '1' }), refuse)).rejects.toThrow(
      'too late',
    );

    expect(calls).toEqual([]);
  });
});
