import { describe, expect, it } from 'vitest';
import { alibaba } from '../../src/clouds/alibaba/alibaba.ts';
import type { Arn } from '../../src/clouds/arn.ts';
import { aws } from '../../src/clouds/aws/aws.ts';
import type { Cloud, TypeFacts } from '../../src/clouds/cloud.ts';
import { rememberedRefusals } from '../../src/engine/remembered.ts';
import type { ChangeLine } from '../../src/history/history.ts';
import type { LedgerEntry, LedgerRecord } from '../../src/ledger/ledger.ts';
import { recordItem } from '../../src/ledger/ledger-item.ts';
import { toAttributes } from '../../src/storage/attributes.ts';
import { itemBytes } from '../../src/storage/item-size.ts';
import { disk, diskRule, entry, refusal } from '../engine/fixtures.ts';

const mostBytes = 409_600;
const time = '2026-01-15T08:00:00.000Z';

/** A text of so many characters, no two alike. Tags are of any script: three bytes for most letters. */
const long = (n: number, characters: number, letter = '税'): string =>
  `${n}`.padEnd(characters, letter);

type TagLimits = Pick<TypeFacts, 'maxTags' | 'longestKey' | 'longestValue'>;

/** The most that any type of a cloud takes. */
const limitsOf = ({ resourceTypes }: Cloud): TagLimits => {
  const most = (fact: keyof TagLimits): number =>
    Math.max(...[...resourceTypes.values()].map((facts) => facts[fact]));
  return {
    maxTags: most('maxTags'),
    longestKey: most('longestKey'),
    longestValue: most('longestValue'),
  };
};

type Names = {
  /** What events, their calls and callers are named with, of at most so many characters. */
  readonly letter: string;
  readonly eventId: number;
};

/** A full resource: each tag of another primary, on an event of its own, repaired three times, each text as long as may be. */
const fullRecord = (
  { maxTags, longestKey, longestValue }: TagLimits,
  { letter, eventId }: Names,
): LedgerRecord => {
  const numbers = Array.from({ length: maxTags }, (_, n) => n);
  const key = (n: number) => long(n, longestKey);
  const value = (n: number) => long(n, longestValue);
  const primary = (n: number): Arn =>
    `arn:acs:ecs:cn-hangzhou:1000000000000001:instance/${long(n, 64, 'i')}`;
  const cause = (n: number) => ({
    eventId: long(n, eventId, letter),
    eventName: long(n, 64, 'E'),
    eventTime: time,
    principal: long(n, 256, letter),
  });
  const by = long(0, 256, letter);
  const entries = numbers.map((n) =>
    entry(key(n), value(n), {
      displaced: value(n + 100),
      previous: value(n + 200),
      primary: primary(n),
      cause: cause(n),
      repairs: [0, 1, 2].map(() => ({ time, by })),
      state: 'intended',
    }),
  );
  const lines = entries.map(
    ({ primary: from, ...each }): ChangeLine => ({
      key: each.key,
      action: 'set',
      value: each.value,
      previous: each.previous,
      rule: diskRule,
      primary: from,
      reason: 'inherited',
    }),
  );
  const refused = rememberedRefusals(
    Array.from({ length: 300 }, (_, n) => ({
      action: 'refuse',
      key: key(n + 300),
      reason: 'tag quota',
      asked: { value: value(n), rule: diskRule, primary: primary(n) },
      generation: 1,
      closes: false,
      entry: undefined,
    })),
  );
  const told = refused.map(
    (each): ChangeLine => ({
      key: each.key,
      action: 'refused',
      value: each.asked.value,
      previous: null,
      rule: diskRule,
      primary: each.asked.primary,
      reason: each.reason,
    }),
  );
  const remembered = refused.map((each) =>
    refusal(each.key, { value: each.asked.value, primary: each.asked.primary, cause: cause(400) }),
  );
  return {
    arn: disk,
    version: 9,
    intent: {
      owner: long(0, 36, 'o'),
      expiresAt: Date.parse(time),
      changes: [{ version: 9, time, cause: cause(400), lines: [...lines, ...told] }],
    },
    entries: new Map(entries.map((each) => [each.key, each])),
    refusals: new Map(remembered.map((each) => [each.key, each])),
  };
};

/** The same, when its calls have been answered: all is contested, and as many tags have just been removed. */
const afterwards = (record: LedgerRecord): LedgerRecord => {
  const ended = ({ previous, ...each }: LedgerEntry): LedgerEntry => ({
    ...each,
    previous: null,
    state: 'confirmed',
    contest: { since: time, by: each.repairs[0]?.by ?? null, theirs: previous },
  });
  const removed = [...record.entries.values()].map(({ key, displaced }) => ({
    key: key.replace('税', '费'),
    restored: displaced,
  }));
  return {
    ...record,
    intent: null,
    entries: new Map([...record.entries].map(([key, each]) => [key, ended(each)])),
    lastWrite: { at: time, removed },
  };
};

const bytesOf = (record: LedgerRecord): number => itemBytes(toAttributes(recordItem(record)));

describe.each([
  ['Alibaba Cloud', alibaba, { letter: '税', eventId: 256 }],
  // AWS names users, roles and sessions in ASCII, and its events by UUIDs.
  ['AWS', aws, { letter: 'x', eventId: 36 }],
] as const)('the record of a full resource of %s', (_, cloud, names) => {
  const limits = limitsOf(cloud);
  const record = fullRecord(limits, names);

  it('fits into an item while all of it changes', () => {
    expect(record.entries.size).toBe(limits.maxTags);
    expect(record.refusals.size).toBeGreaterThan(10);
    expect(bytesOf(record)).toBeLessThan(mostBytes);
  });

  it('fits into an item when all of it is contested', () => {
    expect(bytesOf(afterwards(record))).toBeLessThan(mostBytes);
  });
});
