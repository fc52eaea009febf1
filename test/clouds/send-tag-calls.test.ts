import { expect, it } from 'vitest';
import { type Arn, formatArn } from '../../src/clouds/arn.ts';
import { unlimited } from '../../src/clouds/call.ts';
import {
  patientCall,
  type TagChange,
  type TagWrite,
  type WriteResult,
} from '../../src/clouds/provider.ts';
import { sendTagCalls } from '../../src/clouds/send-tag-calls.ts';
import { countTagCalls, keysOf, type TagCall } from '../../src/clouds/tag-calls.ts';
import type { CallProblem, TagWay } from '../../src/clouds/tag-way.ts';
import {
  NotFoundError,
  RetryableError,
  TerminalError,
  ThrottledError,
} from '../../src/model/errors.ts';
import { createLanes } from '../../src/wave/lanes.ts';
import { named } from '../engine/fixtures.ts';
import { createVirtualTime } from '../reliability/virtual-time.ts';
import { changeOf, failedWith, writesOf, written } from './ask.ts';
import { allFail, allRefused, type Problems } from './over-tag-calls.ts';

const disks = Array.from({ length: 7 }, (_, index) => named('Ecs-Disk', `d-${index}`));
const [disk = named('Ecs-Disk', 'd-0'), bad = named('Ecs-Disk', 'd-1')] = disks;
const tags = (values: Readonly<Record<string, string>>) => new Map(Object.entries(values));
const allDone: Problems = new Map();

const lost = new RetryableError({
  code: 'Timeout',
  message: 'no answer',
  details: { mayHaveHappened: true },
});

/** A cloud that takes 3 resources and 2 tags a call. */
const openCloud = (
  answer: (call: TagCall) => Problems = () => allDone,
  changes: Partial<TagWay> = {},
) => {
  const sent: TagCall[] = [];
  const way: TagWay = {
    name: 'Tag',
    limits: { resources: 3, tags: 2 },
    apiOf: ({ kind }) => kind,
    seconds: 10,
    send: async (call) => {
      sent.push(call);
      return answer(call);
    },
    ...changes,
  };
  const write = (writes: readonly TagWrite[]) =>
    sendTagCalls(writes, () => ({ first: way }), patientCall);
  return {
    sent,
    write,
    make: (changed: readonly TagChange[]) => write(writesOf(changed)),
    /** The calls as texts: `set a b` and how many resources. */
    told: () =>
      sent.map(({ arns, change }) => `${change.kind} ${keysOf(change).join('')} of ${arns.length}`),
  };
};

it('makes one call of equal changes, and no more calls than the cloud makes necessary', async () => {
  const { make, sent } = openCloud();

  const results = await make(
    disks.map((each) => changeOf(each, { set: tags({ a: '1', b: '2' }) })),
  );

  expect(sent.map(({ arns }) => arns)).toEqual([
    disks.slice(0, 3),
    disks.slice(3, 6),
    disks.slice(6),
  ]);
  expect(results).toMatchObject(disks.map(() => written));
});

it('has ten calls under way at the most, those that are made again in pieces included', async () => {
  const counts = { now: 0, most: 0 };
  const { make } = openCloud(undefined, {
    limits: { resources: 50, tags: 2 },
    send: async () => {
      counts.now += 1;
      counts.most = Math.max(counts.most, counts.now);
      await new Promise(setImmediate);
      counts.now -= 1;
      throw new TerminalError({ code: 'Refused', message: 'no' });
    },
  });

  await make(
    Array.from({ length: 200 }, (_, index) =>
      changeOf(named('Ecs-Disk', `d-${index}`), { set: tags({ a: String(index % 10) }) }),
    ),
  );

  expect(counts.most).toBe(10);
});

it('takes changes for equal whatever order their keys came in', async () => {
  const { make, told } = openCloud();

  await make([
    changeOf(disk, { set: tags({ a: '1', b: '2' }) }),
    changeOf(bad, { set: tags({ b: '2', a: '1' }) }),
  ]);

  expect(told()).toEqual(['set ab of 2']);
});

it('keeps apart what differs: value, key, kind, region, account', async () => {
  const { make, sent } = openCloud();
  const here = {
    type: 'Ecs-Disk',
    region: 'cn-hangzhou',
    accountId: '1000000000000001',
    id: 'd-9',
  } as const;
  const far = formatArn({ ...here, region: 'cn-beijing' });
  const foreign = formatArn({ ...here, accountId: '1000000000000002' });
  const [first = disk, second = disk, third = disk, fourth = disk] = disks;

  await make([
    changeOf(first, { set: tags({ a: '1' }) }),
    changeOf(second, { set: tags({ a: '2' }) }),
    changeOf(third, { set: tags({ b: '1' }) }),
    changeOf(fourth, { remove: ['a'] }),
    changeOf(far, { set: tags({ a: '1' }) }),
    changeOf(foreign, { set: tags({ a: '1' }) }),
  ]);

  expect(sent.map(({ arns }) => arns.length)).toEqual([1, 1, 1, 1, 1, 1]);
});

it('cuts what one call does not take into several, one after the other, removals first', async () => {
  const { make, told } = openCloud();

  await make([
    changeOf(disk, { set: tags({ c: '3', a: '1', b: '2' }), remove: ['f', 'd', 'e'] }),
    changeOf(bad, { remove: ['f'] }),
  ]);

  expect(told()).toEqual([
    'remove de of 1',
    'remove f of 1',
    'remove f of 1',
    'set ab of 1',
    'set c of 1',
  ]);
});

it('sends nothing for no tags', async () => {
  const { make, sent } = openCloud();

  expect(await make([changeOf(disk, {})])).toMatchObject([written]);
  expect(sent).toEqual([]);
});

it('fails the one of a call that the cloud fails, and nobody else', async () => {
  const gone = new NotFoundError({ code: 'InvalidResourceId.NotFound', message: 'd-1 is gone' });
  const { make } = openCloud((call) =>
    call.arns.includes(bad) ? new Map([[bad, failure(gone)]]) : allDone,
  );
  const changes = disks.slice(0, 3).map((each) => changeOf(each, { set: tags({ a: '1' }) }));

  const results = await make(changes);

  expect(results).toMatchObject([
    written,
    failedWith(changeOf(bad, { set: tags({ a: '1' }) }), gone),
    written,
  ]);
});

it('ends a change with its first call that fails: what was to follow is not written either', async () => {
  const broken = new RetryableError({ code: 'InternalError', message: 'not now' });
  const { make, told } = openCloud((call) =>
    call.change.kind === 'remove' ? allFail(call, broken) : allDone,
  );

  const [result] = await make([changeOf(disk, { set: tags({ a: '1' }), remove: ['b'] })]);

  expect(told()).toEqual(['remove b of 1']);
  expect([...(result?.failed.keys() ?? [])]).toEqual(['b', 'a']);
});

it('sends what the cloud refuses again in parts, down to the key that is at fault', async () => {
  const { make, told } = openCloud((call) =>
    keysOf(call.change).includes('c') ? allRefused(call, 'InvalidTagValue') : allDone,
  );

  const [result] = await make([changeOf(disk, { set: tags({ a: '1', b: '1', c: '1', d: '1' }) })]);

  expect([...(result?.refused ?? [])]).toMatchObject([['c', { code: 'InvalidTagValue' }]]);
  expect(told()).toEqual(['set ab of 1', 'set cd of 1', 'set c of 1', 'set d of 1']);
});

it('sends the others again in one call where the cloud names the key at fault', async () => {
  const refusal = { kind: 'key refused', code: 'InvalidTagKey', message: 'd is bad' } as const;
  const { make, told } = openCloud(
    (call): Problems =>
      keysOf(call.change).includes('d')
        ? new Map([[disk, { kind: 'refused', refusal, keys: ['d'] }]])
        : allDone,
    { limits: { resources: 3, tags: 10 } },
  );

  const [result] = await make([changeOf(disk, { set: tags({ a: '1', b: '1', c: '1', d: '1' }) })]);

  expect([...(result?.refused.keys() ?? [])]).toEqual(['d']);
  expect(told()).toEqual(['set abcd of 1', 'set abc of 1']);
});

it('keeps sharing calls for what is sent again', async () => {
  const { make, told } = openCloud((call) =>
    keysOf(call.change).includes('a') ? allRefused(call, 'InvalidTagValue') : allDone,
  );

  const results = await make(
    disks.slice(0, 3).map((each) => changeOf(each, { set: tags({ a: '1', b: '1' }) })),
  );

  expect(results.map(({ refused }) => [...refused.keys()])).toEqual([['a'], ['a'], ['a']]);
  expect(told()).toEqual(['set ab of 3', 'set a of 3', 'set b of 3']);
});

it('sets as many tags as a quota lets in that nobody knew', async () => {
  let places = 3;
  const { make } = openCloud((call) => {
    const wanted = keysOf(call.change).length;
    if (wanted > places) return allRefused(call, 'QuotaExceed', 'quota full');
    places -= wanted;
    return allDone;
  });

  const [result] = await make([
    changeOf(disk, { set: tags({ a: '1', b: '1', c: '1', d: '1', e: '1' }) }),
  ]);

  expect([...(result?.refused.keys() ?? [])]).toEqual(['d', 'e']);
  expect(result?.failed.size).toBe(0);
});

it('removes what the cloud lets it remove', async () => {
  const { make } = openCloud((call) =>
    keysOf(call.change).includes('a') ? allRefused(call, 'NoPermission.SystemTag') : allDone,
  );

  const [result] = await make([changeOf(disk, { remove: ['a', 'b'] })]);

  expect([...(result?.refused.keys() ?? [])]).toEqual(['a']);
});

/** A cloud whose calls for some resources fail as a whole. */
const failing = (isBad: (call: TagCall) => boolean, error: unknown) =>
  openCloud((call) => {
    if (isBad(call)) throw error;
    return allDone;
  });

const doneOf = (results: readonly { readonly failed: ReadonlyMap<string, unknown> }[]) =>
  results.map(({ failed }) => failed.get('a') ?? 'done');

const setA = (count: number) =>
  disks.slice(0, count).map((each) => changeOf(each, { set: tags({ a: '1' }) }));

it('tells everybody of a call that failed as a whole, and nobody of another call', async () => {
  const { make } = failing(({ arns }) => arns.length === 3, lost);

  expect(doneOf(await make(setA(4)))).toEqual([lost, lost, lost, 'done']);
});

it('sets the tags of the others when one resource fails a call as a whole', async () => {
  const broken = new RetryableError({ code: 'InternalError', message: 'not d-1' });
  const { make, sent } = failing(({ arns }) => arns.includes(bad), broken);

  expect(doneOf(await make(setA(3)))).toEqual(['done', broken, 'done']);
  expect(sent).toHaveLength(4);
});

it('answers a throttle with no more calls', async () => {
  const throttle = new ThrottledError({ code: 'Throttling', message: 'slow down' });
  const { make, sent } = failing(() => true, throttle);

  expect(doneOf(await make(setA(3)))).toEqual([throttle, throttle, throttle]);
  expect(sent).toHaveLength(1);
});

it('calls nobody done whose call may still arrive, though it is sent again', async () => {
  const { make, sent } = failing(({ arns }) => arns.length > 1, lost);

  expect(doneOf(await make(setA(3)))).toEqual([lost, lost, lost]);
  expect(sent.map(({ arns }) => arns.length)).toEqual([3, 1, 1, 1]);
});

it('keeps nine neighbours of a resource that never gets an answer from no tag, although they may have to be confirmed later', async () => {
  const reached = new Set<string>();
  const time = createVirtualTime();
  const lanes = createLanes({ rateOf: () => unlimited, workers: 1, ...time, onEvent: () => {} });
  const way: TagWay = {
    name: 'Tag',
    limits: { resources: 50, tags: 10 },
    apiOf: () => 'TagResources',
    seconds: 10,
    send: async ({ arns }) => {
      if (arns.includes(bad)) return new Promise(() => {});
      for (const arn of arns) reached.add(arn);
      return allDone;
    },
  };
  const results: WriteResult[] = [];

  void sendTagCalls(writesOf(setA(7)), () => ({ first: way }), { pass: lanes.pass('live') }).then(
    (all) => results.push(...all),
  );
  await time.playUntil(() => results.length > 0);

  expect([...reached].toSorted()).toEqual(disks.filter((each) => each !== bad));
  expect(doneOf(results)).toMatchObject(disks.map(() => ({ details: { mayHaveHappened: true } })));
});

const failure = (error: unknown): CallProblem => ({ kind: 'failed', error });
const tooLate = new RetryableError({ code: 'IntentExpired', message: 'too late' });
const ask = (write: TagChange, assertMaySend: () => void): TagWrite => ({
  ...write,
  assertMaySend,
});

it('asks again whether each may still be sent before it is sent again', async () => {
  let isLate = false;
  const { write, sent } = openCloud(({ arns }) => {
    isLate = true;
    if (arns.length > 1) throw new RetryableError({ code: 'InternalError', message: 'broken' });
    return allDone;
  });
  const [first = changeOf(disk, {}), second = changeOf(bad, {})] = setA(2);

  const results = await write([
    ask(first, () => {
      if (isLate) throw tooLate;
    }),
    ask(second, () => {}),
  ]);

  expect(doneOf(results)).toEqual([tooLate, 'done']);
  expect(sent.map(({ arns }) => arns)).toEqual([[disk, bad], [bad]]);
});

it('leaves out of a call who may not be sent any more, and makes none for nobody', async () => {
  const refuse = (): never => {
    throw tooLate;
  };
  const { write, sent } = openCloud();
  const [first = changeOf(disk, {}), second = changeOf(bad, {})] = setA(2);

  const results = await write([ask(first, refuse), ask(second, () => {})]);
  const none = await write([ask(first, refuse)]);

  expect(doneOf(results)).toEqual([tooLate, 'done']);
  expect(doneOf(none)).toEqual([tooLate]);
  expect(sent.map(({ arns }) => arns)).toEqual([[bad]]);
});

it('asks whether each may still be sent after it has waited for its turn', async () => {
  let isLate = false;
  const sent: TagCall[] = [];
  const way: TagWay = {
    name: 'Tag',
    limits: { resources: 3, tags: 2 },
    apiOf: ({ kind }) => kind,
    seconds: 10,
    send: async (call) => {
      sent.push(call);
      return allDone;
    },
  };
  const late = setA(1).map((change) =>
    ask(change, () => {
      if (isLate) throw tooLate;
    }),
  );

  const results = await sendTagCalls(late, () => ({ first: way }), {
    pass: async (_, send) => {
      isLate = true;
      return send(new AbortController().signal);
    },
  });

  expect(doneOf(results)).toEqual([tooLate]);
  expect(sent).toEqual([]);
});

const notFound = new NotFoundError({ code: 'NotFound', message: 'no such disk' });

/** A call that does nothing when one of some resources is among its own, and names the first of them. */
const allOrNothing =
  (culprits: readonly Arn[]) =>
  ({ arns }: TagCall): Problems => {
    const culprit = culprits.find((each) => arns.includes(each));
    if (culprit === undefined) return allDone;
    return new Map(
      arns.map((arn): [Arn, CallProblem] => [
        arn,
        { kind: arn === culprit ? 'failed' : 'neighbour', error: notFound },
      ]),
    );
  };

it('makes a call again without those who kept it from doing anything, however many they are', async () => {
  const culprits = [bad, disks[4] ?? bad];
  const { make, sent } = openCloud(allOrNothing(culprits), {
    limits: { resources: 50, tags: 2 },
  });

  const results = await make(setA(7));

  expect(doneOf(results)).toEqual(
    disks.map((each) => (culprits.includes(each) ? notFound : 'done')),
  );
  expect(sent.map(({ arns }) => arns.length)).toEqual([7, 6, 5]);
});

it('cuts a call in pieces that did nothing and names nobody who is at fault', async () => {
  const { make, sent } = openCloud(({ arns }) =>
    arns.includes(bad)
      ? new Map(arns.map((arn) => [arn, { kind: 'neighbour', error: notFound }]))
      : allDone,
  );

  const results = await make(setA(3));

  expect(doneOf(results)).toEqual(['done', notFound, 'done']);
  expect(sent.map(({ arns }) => arns.length)).toEqual([3, 1, 1, 1]);
});

/** A cloud with a way for all and one for each product; the first takes only what it knows. */
const openTwoWays = (takesFirst: (arn: Arn) => boolean) => {
  const sent: string[] = [];
  const wayNamed = (name: string, limits: TagWay['limits'], answer: TagWay['send']): TagWay => ({
    name,
    limits,
    apiOf: ({ kind }) => kind,
    seconds: 10,
    send: (call, signal) => {
      sent.push(
        `${name} ${call.change.kind} ${keysOf(call.change).join('')} of ${call.arns.length}`,
      );
      return answer(call, signal);
    },
  });
  const product = wayNamed('product', { resources: 2, tags: 1 }, async () => allDone);
  const first = wayNamed('all', { resources: 50, tags: 2 }, async ({ arns }) => {
    const other = arns.filter((arn) => !takesFirst(arn));
    return new Map(other.map((arn) => [arn, { kind: 'other way', error: notFound }]));
  });
  const make = (changes: readonly TagChange[], others: readonly TagWay[] = [product]) =>
    sendTagCalls(writesOf(changes), () => ({ first, others }), patientCall);
  return { make, sent };
};

it('makes a change in the next way, within its limits, where the first does not take such a resource', async () => {
  const { make, sent } = openTwoWays((arn) => arn !== bad);
  const change = { set: tags({ a: '1', b: '2', c: '3' }), remove: ['x'] };

  const results = await make([disk, bad].map((arn) => changeOf(arn, change)));

  expect(results).toMatchObject([written, written]);
  expect(sent.toSorted()).toEqual(
    [
      'all remove x of 2',
      ...['all set ab of 1', 'all set c of 1'],
      ...[
        'product remove x of 1',
        'product set a of 1',
        'product set b of 1',
        'product set c of 1',
      ],
    ].toSorted(),
  );
});

it('fails with what the last way says when no way takes a resource', async () => {
  const { make } = openTwoWays(() => false);

  const [result] = await make([changeOf(disk, { set: tags({ a: '1' }), remove: ['x'] })], []);

  expect(result?.failed).toEqual(
    new Map([
      ['x', notFound],
      ['a', notFound],
    ]),
  );
});

it('never makes one call of resources that go different ways, and counts so', async () => {
  const sent: (readonly Arn[])[] = [];
  const wayNamed = (name: string): TagWay => ({
    name,
    limits: { resources: 50, tags: 2 },
    apiOf: ({ kind }) => kind,
    seconds: 10,
    send: async ({ arns }) => {
      sent.push(arns);
      return allDone;
    },
  });
  const [ofDisk, ofOthers] = [wayNamed('disk'), wayNamed('others')];
  const wayOf = (arn: Arn) => (arn === disk ? ofDisk : ofOthers);
  const changes = setA(4);

  await sendTagCalls(writesOf(changes), (arn) => ({ first: wayOf(arn) }), patientCall);

  expect(sent).toEqual([[disk], disks.slice(1, 4)]);
  expect(countTagCalls(changes, wayOf)).toBe(2);
});
