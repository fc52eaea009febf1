import { expect, it } from 'vitest';
import type { Pass, WireCall } from '../proxy.ts';
import { openCallers } from './callers.ts';

const call: WireCall = {
  service: 'ec2',
  region: 'eu-central-1',
  accessKeyId: 'KEY',
  method: 'POST',
  path: '/',
  headers: {},
  body: Buffer.from(''),
};

const identity =
  '<any><Arn>arn:aws:iam::123456789012:user/operator</Arn><Account>123456789012</Account></any>';

/** An emulator that fails the first time. */
const failingOnce = () => {
  let asked = 0;
  const pass: Pass = async () => {
    asked += 1;
    if (asked === 1) throw new Error('the connection broke');
    return { status: 200, headers: {}, body: Buffer.from(identity) };
  };
  return { pass, count: () => asked };
};

it('asks again whose a key is when nobody answered, and not once it knows', async () => {
  const { pass, count } = failingOnce();
  const callerOf = openCallers(pass);

  await expect(callerOf(call)).rejects.toThrow('the connection broke');
  const [second, third] = [await callerOf(call), await callerOf(call)];

  expect(second).toMatchObject({
    accountId: '123456789012',
    userIdentity: { type: 'IAMUser', userName: 'operator' },
  });
  expect(third).toBe(second);
  expect(count()).toBe(2);
});
