import { expect, it } from 'vitest';
import { wrongHeirsOf } from '../../../bench/custodian/changes.ts';

const right = { owner: 'new' };
const wrong = { owner: 'old' };

it.each([
  { name: 'the first', tags: [wrong, right, right], found: 'vol-1 has {"owner":"old"}' },
  { name: 'one between', tags: [right, wrong, right], found: 'vol-2 has {"owner":"old"}' },
  { name: 'the last', tags: [right, right, wrong], found: 'vol-3 has {"owner":"old"}' },
  { name: 'none', tags: [right, right, right], found: undefined },
])('is not done while $name of the heirs is not as it should be', async ({ tags, found }) => {
  const volumes = tags.map((_, index) => `vol-${index + 1}`);
  const tagsOf = async (asked: readonly string[]) =>
    new Map(asked.map((volume) => [volume, tags[volumes.indexOf(volume)] ?? {}]));

  const seen = await wrongHeirsOf({ tagsOf }, volumes, ({ owner }) => owner === 'new')();

  expect(seen).toBe(found);
});
