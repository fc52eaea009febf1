import { expect, it } from 'vitest';
import { absentProvider } from '../../src/clouds/absent-provider.ts';
import type { CloudProvider, TagWrite } from '../../src/clouds/provider.ts';
import { createTagWriter } from '../../src/wave/tag-writer.ts';
import { createWave } from '../../src/wave/wave.ts';
import { changeOf, failedWith, writesOf, written } from '../clouds/ask.ts';
import { named } from '../engine/fixtures.ts';

const [one, other] = [named('Ecs-Disk', 'd-1'), named('Ecs-Disk', 'd-2')];

const openWriter = (write: CloudProvider['write']) => {
  const { gather } = createWave({ afterLongestWait: () => () => {} });
  const writer = createTagWriter({ ...absentProvider, write }, gather);
  const [first, second] = writesOf([
    changeOf(one, { set: new Map([['a', '1']]), remove: ['b'] }),
    changeOf(other, { set: new Map([['a', '2']]) }),
  ]);
  if (first === undefined || second === undefined) throw new Error('two changes are two writes');
  return { writer, first, second };
};

it('hands the cloud what several write at the same point, whatever it is, and tells each its own', async () => {
  const asked: (readonly TagWrite[])[] = [];
  const refusal = { kind: 'key refused', code: 'InvalidTagValue', message: 'no' } as const;
  const { writer, first, second } = openWriter(async (writes) => {
    asked.push(writes);
    return [written, { ...written, refused: new Map([['a', refusal]]) }];
  });

  const [done, refused] = await Promise.all([writer(first), writer(second)]);

  expect(asked).toEqual([[first, second]]);
  expect(done).toEqual(written);
  expect(refused).toEqual({ ...written, refused: new Map([['a', refusal]]) });
});

it('asks nothing of the cloud for a change of nothing', async () => {
  const { writer, first } = openWriter(() => Promise.reject(new Error('asked for nothing')));

  expect(await writer({ ...first, set: new Map(), remove: [] })).toEqual(written);
});

it('fails each with what the cloud throws, and asks it no second time', async () => {
  let calls = 0;
  const broken = new Error('a defect');
  const { writer, first, second } = openWriter(async () => {
    calls += 1;
    throw broken;
  });

  const ends = await Promise.all([writer(first), writer(second)]);

  expect(ends).toEqual([failedWith(first, broken), failedWith(second, broken)]);
  expect(calls).toBe(1);
});

it('fails one that the cloud leaves without an answer', async () => {
  const { writer, first, second } = openWriter(async ([, each = second]) => [
    failedWith(each, new Error('gone')),
  ]);

  const ends = await Promise.all([writer(first), writer(second)]);

  expect(String(ends[1]?.failed.get('a'))).toContain('without an answer');
});
