import { expect, it } from 'vitest';
import { AccessDeniedError, RetryableError, TerminalError } from '../../src/model/errors.ts';
import { createBreaker } from '../../src/wave/breaker.ts';

const unreachable = new RetryableError({ code: 'NoAnswer', message: 'nobody answered' });
const denied = (scope: 'account' | 'resource') =>
  new AccessDeniedError({ code: 'Forbidden.RAM', message: 'not allowed', scope });

const open = () => {
  let now = 0;
  const opened: number[] = [];
  const breaker = createBreaker({
    clock: () => now,
    onOpen: (_, seconds) => {
      opened.push(seconds);
    },
  });
  const fail = (failure: unknown, times = 1): void => {
    for (let time = 0; time < times; time += 1) {
      breaker.calling();
      breaker.failed(failure);
    }
  };
  const wait = (seconds: number): void => {
    now += seconds * 1000;
  };
  return { breaker, opened, fail, wait };
};

it.each([
  ['nobody answers', unreachable],
  ['the account does not let us in', denied('account')],
])('makes no call for half a minute after five failures in a row: %s', (_, failure) => {
  const { breaker, fail, wait, opened } = open();

  fail(failure, 4);
  expect(breaker.waitSeconds()).toBe(0);
  fail(failure);
  expect(breaker.waitSeconds()).toBe(30);

  wait(30);
  expect(breaker.waitSeconds()).toBe(0);
  expect(opened).toEqual([30]);
});

it.each([
  ['one resource may not be read', denied('resource')],
  ['a value is wrong', new TerminalError({ code: 'InvalidValue', message: 'wrong' })],
  ['the cloud throttles', new RetryableError({ code: 'Throttling', message: 'slower' })],
  ['a code nobody knows', new RetryableError({ code: 'Strange', message: 'strange' })],
])('goes on calling although calls fail: %s', (_, failure) => {
  const { breaker, fail } = open();

  fail(failure, 20);

  expect(breaker.waitSeconds()).toBe(0);
});

it('begins to count anew when a call is answered, and when failures lie far apart', () => {
  const { breaker, fail, wait } = open();

  fail(unreachable, 4);
  breaker.answered();
  fail(unreachable, 4);
  wait(31);
  fail(unreachable, 4);

  expect(breaker.waitSeconds()).toBe(0);
});

it('tries one call when the rest is over, and keeps the others waiting meanwhile', () => {
  const { breaker, fail, wait } = open();
  fail(unreachable, 5);
  wait(30);

  breaker.calling();
  expect(breaker.waitSeconds()).toBe(1);
  breaker.answered();

  expect(breaker.waitSeconds()).toBe(0);
});

it('rests for twice as long, up to five minutes, each time that one call fails, too', () => {
  const { breaker, fail, wait, opened } = open();
  fail(unreachable, 5);

  for (let times = 0; times < 5; times += 1) {
    wait(breaker.waitSeconds());
    fail(unreachable);
  }

  expect(opened).toEqual([30, 60, 120, 240, 300, 300]);
});

it('is not opened again by what was under way when it opened', () => {
  const { breaker, fail, opened } = open();
  fail(unreachable, 5);

  breaker.failed(unreachable);

  expect(opened).toEqual([30]);
});
