import { describe, expect, it } from 'vitest';
import { isEcho } from '../../src/engine/echo.ts';
import type { LedgerRecord } from '../../src/ledger/ledger.ts';
import { disk, entry, recordOf } from './fixtures.ts';

const written = '2026-03-01T08:00:00.000Z';
const answered = '2026-03-01T08:00:03.000Z';
const meanwhile = '2026-03-01T08:00:02Z';

/** Says that we wrote cost=blue, took team away, and put env=old back. */
const record: LedgerRecord = {
  ...recordOf(disk, entry('cost', 'blue', { writtenAt: written })),
  lastWrite: {
    at: answered,
    removed: [
      { key: 'team', restored: null },
      { key: 'env', restored: 'old' },
    ],
  },
};

const told = (changedKeys: readonly string[], tags: Readonly<Record<string, string>>) => ({
  changedKeys,
  tags: new Map(Object.entries(tags)),
});

describe('what a cloud tells of tags, and of nobody who changed them', () => {
  it.each([
    ['what we wrote', told(['cost'], { cost: 'blue', own: 'x' })],
    ['what we took away', told(['team'], { cost: 'blue' })],
    ['what we put back', told(['env'], { env: 'old' })],
    ['all of it at once', told(['cost', 'team', 'env'], { cost: 'blue', env: 'old' })],
  ])('is our own when it is %s', (_, tags) => {
    expect(isEcho(record, tags, meanwhile)).toBe(true);
  });

  it.each([
    ['another value', told(['cost'], { cost: 'red' })],
    ['that our tag is gone', told(['cost'], {})],
    ['a key that we never wrote', told(['own'], { own: 'x' })],
    ['that somebody else’s tag is gone', told(['own'], {})],
    ['a value where we took the tag away', told(['team'], { team: 'a' })],
    ['another value than the one put back', told(['env'], { env: 'new' })],
    ['one more that is not ours', told(['cost', 'own'], { cost: 'blue', own: 'x' })],
    ['no key', told([], { cost: 'blue' })],
  ])('is news when it is %s', (_, tags) => {
    expect(isEcho(record, tags, meanwhile)).toBe(false);
  });

  it.each([
    ['before we wrote', '2026-03-01T07:59:50Z'],
    // Somebody changed our tag, and changed it back.
    ['long after our calls were answered', '2026-03-01T08:01:00Z'],
    ['nobody says when', ''],
  ])('is news when it happened %s', (_, time) => {
    expect(isEcho(record, told(['cost'], { cost: 'blue' }), time)).toBe(false);
  });

  it('is our own while our call is under way, and nothing where the ledger knows nothing', () => {
    const open = recordOf(disk, entry('cost', 'blue', { writtenAt: written, state: 'intended' }));

    expect(isEcho(open, told(['cost'], { cost: 'blue' }), meanwhile)).toBe(true);
    expect(isEcho(recordOf(disk), told(['cost'], { cost: 'blue' }), meanwhile)).toBe(false);
  });
});
