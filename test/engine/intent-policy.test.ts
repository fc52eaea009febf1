import { beforeEach, expect, it } from 'vitest';
import { createIntentPolicy, type IntentPolicy } from '../../src/engine/intent-policy.ts';
import type { Intent } from '../../src/ledger/ledger.ts';
import { disk, recordOf } from './fixtures.ts';

const start = Date.parse('2026-03-01T08:00:00Z');
const seconds = (count: number) => start + count * 1000;

let time: number;
let names: number;

beforeEach(() => {
  time = start;
  names = 0;
});

const newPolicy = (isSingleWorker = false, lagSeconds = 0): IntentPolicy =>
  createIntentPolicy({
    clock: () => time,
    newId: () => {
      names += 1;
      return `id-${names}`;
    },
    intentSeconds: 30,
    callSeconds: 10,
    lagSeconds,
    isSingleWorker,
  });

const holding = (intent: Intent | null) => ({ ...recordOf(disk), intent });

/** True when somebody whose clock is ahead by so much takes the record over, at the owner's second n. */
const isTakenOver = (intent: Intent, second: number, aheadSeconds: number): boolean => {
  time = seconds(second + aheadSeconds);
  return !newPolicy().isHeldByOther(holding(intent), 'somebody');
};

it('lets nobody take over while the owner may still send, though their clock is 12 s ahead', () => {
  const owner = newPolicy();
  const intent = owner.begin('owner', []);
  let lastSent = 0;

  for (let second = 0; second <= 60; second += 1) {
    time = seconds(second);
    try {
      owner.assertMayWrite(holding(intent));
      lastSent = second;
    } catch {}
  }

  const arrived = lastSent + 10;
  expect(lastSent).toBe(19);
  for (let second = 0; second <= arrived; second += 1) {
    expect(isTakenOver(intent, second, 12)).toBe(false);
  }
});

it('lets others take over once nothing of it can arrive any more', () => {
  const intent = newPolicy().begin('owner', []);

  expect(isTakenOver(intent, 44, 0)).toBe(false);
  expect(isTakenOver(intent, 45, 0)).toBe(true);
});

it.each([false, true])(
  'lets others take over only when the cloud is sure to show what its owner may have sent (only worker: %s)',
  (isSingleWorker) => {
    const intent = newPolicy().begin('owner', []);
    const isTaken = (second: number): boolean => {
      time = seconds(second);
      return !newPolicy(isSingleWorker, 30).isHeldByOther(holding(intent), 'somebody');
    };

    expect(isTaken(74)).toBe(false);
    expect(isTaken(75)).toBe(true);
  },
);

it('lets others take over at once what its owner has ended', () => {
  const policy = newPolicy();
  const ended = policy.end(policy.begin('owner', []));

  expect(isTakenOver(ended, 0, 0)).toBe(true);
  expect(isTakenOver(ended, -3, 0)).toBe(true);
});

it('never holds its own record from its owner, nor an earlier process from the only worker', () => {
  const policy = newPolicy();
  const intent = policy.begin('owner', []);

  expect(policy.isHeldByOther(holding(intent), 'owner')).toBe(false);
  expect(newPolicy(true).isHeldByOther(holding(intent), 'somebody')).toBe(false);
  expect(policy.isHeldByOther(holding(null), 'somebody')).toBe(false);
});
