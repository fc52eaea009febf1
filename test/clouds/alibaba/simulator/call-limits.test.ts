import { expect, it } from 'vitest';
import { createCallLimits } from '../../../../src/clouds/alibaba/simulator/call-limits.ts';

const here = { accountId: '1', region: 'cn-hangzhou', api: 'TagResources' } as const;

const open = () => {
  let now = 0;
  const limits = createCallLimits({ perSecond: 10, burst: 100 }, () => now);
  const wait = (seconds: number): void => {
    now += seconds * 1000;
  };
  /** @returns how many of so many calls are taken */
  const call = async (count: number, changes = {}): Promise<number> => {
    const calls = Array.from({ length: count }, () => limits.admit({ ...here, ...changes }));
    return (await Promise.allSettled(calls)).filter(({ status }) => status === 'fulfilled').length;
  };
  return { call, wait, limits };
};

it('takes a bucket of calls at once, then so many a second', async () => {
  const { call, wait } = open();

  expect(await call(150)).toBe(100);
  wait(2);
  expect(await call(150)).toBe(20);
  wait(1000);
  expect(await call(150)).toBe(100);
});

it('counts each account, region and API by itself', async () => {
  const { call } = open();
  await call(100);

  for (const elsewhere of [
    { accountId: '2' },
    { region: 'cn-beijing' },
    { api: 'UntagResources' },
  ]) {
    expect(await call(1, elsewhere)).toBe(1);
  }
  expect(await call(1)).toBe(0);
});

it('refuses a call with the code of the real cloud', async () => {
  const { call, limits } = open();
  await call(100);

  await expect(limits.admit(here)).rejects.toMatchObject({
    code: 'Throttling.User',
    httpStatus: 400,
  });
});
