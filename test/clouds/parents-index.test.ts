import { beforeEach, describe, expect, it } from 'vitest';
import { type Arn, formatArn, parseArn } from '../../src/clouds/arn.ts';
import {
  createParentsIndex,
  type Held,
  type ParentsIndex,
} from '../../src/clouds/parents-index.ts';
import { patientCall } from '../../src/clouds/provider.ts';
import { RetryableError } from '../../src/model/errors.ts';
import { cursorExpired, type Page } from '../../src/model/page.ts';
import { named } from '../engine/fixtures.ts';

const [eip, other, third] = ['eip-1', 'eip-2', 'eip-3'].map((id) => named('Vpc-Eip', id));
const [nlb, further] = ['nlb-1', 'nlb-2'].map((id) => named('Nlb-Loadbalancer', id));
if (!eip || !other || !third || !nlb || !further) throw new Error('there are five names');

const keepSeconds = 60;

let now: number;
let attached: Map<Arn, readonly Arn[]>;
let calls: string[];
let fails: (name: string) => Error | undefined;
let index: ParentsIndex;

/** Pages of one item. */
const pageOf = (items: readonly Arn[], cursor: string | undefined): Page<Held> => {
  const at = Number(cursor ?? 0);
  return {
    items: items
      .slice(at, at + 1)
      .map((primary) => ({ primary, heirs: attached.get(primary) ?? [] })),
    next: at + 1 < items.length ? String(at + 1) : undefined,
  };
};

beforeEach(() => {
  now = 1_000_000;
  calls = [];
  fails = () => undefined;
  attached = new Map([
    [nlb, [eip, other]],
    [further, [other]],
  ]);
  const ask = (name: string, cursor: string | undefined): void => {
    calls.push(name);
    const failure = fails(cursor === undefined ? name : `${name} ${cursor}`);
    if (failure !== undefined) throw failure;
  };
  index = createParentsIndex({
    keepSeconds,
    clock: () => now,
    list: async ({ accountId, region }, cursor) => {
      ask(`primaries of ${region}`, cursor);
      const inScope = [...attached.keys()].filter((arn) => {
        const place = parseArn(arn);
        return place.accountId === accountId && place.region === region;
      });
      return pageOf(inScope, cursor);
    },
  });
});

const parentsOf = async (...heirs: readonly Arn[]) =>
  [...(await index.parentsOf(heirs, patientCall)).values()].map((parents) => parents.toSorted());

describe('an index of parents', () => {
  it('tells all primaries that resources hang on, and none for one that hangs on none', async () => {
    expect(await parentsOf(eip, other, third)).toEqual([[nlb], [nlb, further].toSorted(), []]);
    expect(await index.parentsOf([], patientCall)).toEqual(new Map());
  });

  it('lists once for all who ask at once, and for those who ask while it is young', async () => {
    await Promise.all([parentsOf(eip), parentsOf(other)]);
    now += keepSeconds * 1000 - 1;
    await parentsOf(third);

    expect(calls).toHaveLength(2);
  });

  it('is not older than it says, from when its listing began', async () => {
    await parentsOf(eip);
    attached.set(nlb, []);
    now += keepSeconds * 1000;

    expect(await parentsOf(eip)).toEqual([[]]);
  });

  it('shows at once what a listing of heirs has just shown, and what it did not show any more', async () => {
    await parentsOf(eip);
    now += 1;

    index.learn(nlb, [third], true);

    expect(await parentsOf(eip, other, third)).toEqual([[], [further], [nlb]]);
  });

  it('adds what a page of heirs has shown, and takes nothing away that may be on another page', async () => {
    await parentsOf(eip);
    now += 1;

    index.learn(nlb, [third], false);

    expect(await parentsOf(eip, third)).toEqual([[nlb], [nlb]]);
  });

  it('believes what it lists later more than what was shown before', async () => {
    index.learn(nlb, [third], true);
    now += 1;

    expect(await parentsOf(eip, third)).toEqual([[nlb], []]);
  });

  it('keeps accounts and regions apart', async () => {
    const far = formatArn({ ...parseArn(eip), region: 'cn-beijing' });

    expect(await parentsOf(far)).toEqual([[]]);
    expect(await parentsOf(eip)).toEqual([[nlb]]);
  });

  it('cannot tell when a listing fails, and asks again the next time', async () => {
    const broken = new RetryableError({ code: 'InternalError', message: 'not now' });
    fails = (name) => (name.endsWith(' 1') ? broken : undefined);

    await expect(parentsOf(eip)).rejects.toBe(broken);
    fails = () => undefined;

    expect(await parentsOf(eip)).toEqual([[nlb]]);
  });

  it('begins a listing again whose cursor has expired', async () => {
    let left = 2;
    fails = (name) => {
      if (!name.endsWith(' 1') || left === 0) return undefined;
      left -= 1;
      return cursorExpired('the listing of balancers');
    };

    expect(await parentsOf(other)).toEqual([[nlb, further].toSorted()]);
  });
});
