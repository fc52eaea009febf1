import { type Arn, isArn, typeOf } from '../clouds/arn.ts';
import { findRule, ruleBetween, type SettingName } from '../clouds/catalogue.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { Path } from '../engine/place.ts';
import type { Chunk } from '../engine/walk.ts';
import {
  addCoverage,
  addRules,
  type Coverage,
  nothingSeen,
  type RuleCoverage,
} from '../jobs/coverage.ts';
import type { JobBatch } from './job-batch.ts';

type Rules = Coverage['rules'];

/** Where a walk stands: its outermost listings are of its parts, and of the accounts in each. */
const placeOf = (path: Path): Pick<Coverage, 'part' | 'accountId'> => ({
  part: path[0]?.item ?? '',
  accountId: path[1]?.item ?? '',
});

/** A resource that was looked at because of a primary, or of all that it hangs on under a rule. @param name of that */
const seenOver = (name: string, arn: Arn, outcome: Outcome | undefined): Rules => {
  const primary = isArn(name) ? name : undefined;
  const rule =
    primary === undefined
      ? findRule(name)?.settingName
      : ruleBetween(typeOf(primary), typeOf(arn))?.settingName;
  if (rule === undefined) return new Map();
  const tags = outcome?.inherited.filter(
    (tag) => tag.rule === rule && (primary === undefined || tag.primary === primary),
  );
  return new Map([[rule, { looked: 1, wrong: 0, tags: tags?.length ?? 0 }]]);
};

/** Rules of which a tag was wrong. */
const repairedIn = (outcome: Outcome | undefined): readonly SettingName[] => [
  ...new Set(outcome?.changes.map(({ rule }) => rule)),
];

/** What hangs there no more was looked at under the rules of which it had something wrong. */
const repaired = (outcome: Outcome | undefined, isFormer: boolean): Rules =>
  new Map(
    repairedIn(outcome).map((rule): readonly [SettingName, RuleCoverage] => [
      rule,
      { ...nothingSeen, wrong: 1, looked: isFormer ? 1 : 0 },
    ]),
  );

/** A listing began again: what it led to comes again, and is counted then. */
const forgottenIn = ({ path, forgotten = 0 }: Chunk): Rules => {
  const rule = path.flatMap(({ item }) => findRule(item)?.settingName ?? [])[0];
  return rule === undefined || forgotten === 0
    ? new Map()
    : new Map([[rule, { ...nothingSeen, looked: -forgotten }]]);
};

/**
 * What a sweep saw in some pieces of its walk.
 * @param outcomes of the looks; without those that failed
 */
export const coverageOf = (
  chunks: readonly Chunk[],
  outcomes: ReadonlyMap<Arn, Outcome>,
): readonly Coverage[] => {
  // A resource that hangs on two primaries of a batch was looked at once, and was wrong once.
  const told = new Set<Arn>();
  const rulesOf = (chunk: Chunk): Rules => {
    const names = chunk.reach === 'all' ? [] : chunk.reach;
    let rules = forgottenIn(chunk);
    for (const arn of chunk.arns) {
      const outcome = outcomes.get(arn);
      for (const name of names) rules = addRules(rules, seenOver(name, arn, outcome));
      if (!told.has(arn)) rules = addRules(rules, repaired(outcome, names.length === 0));
      told.add(arn);
    }
    return rules;
  };
  const seen = chunks.map((chunk) => ({ ...placeOf(chunk.path), rules: rulesOf(chunk) }));
  return addCoverage(
    [],
    seen.filter(({ rules }) => rules.size > 0),
  );
};

/** Tells what the walk will not come to again from what it stands in. */
export const leftBehind = (
  coverage: readonly Coverage[],
  { path, isEnd }: Pick<JobBatch, 'path' | 'isEnd'>,
): { readonly past: readonly Coverage[]; readonly current: readonly Coverage[] } => {
  const { part, accountId } = placeOf(path);
  const isCurrent = (each: Coverage): boolean =>
    !isEnd && each.part === part && each.accountId === accountId;
  return {
    past: coverage.filter((each) => !isCurrent(each)),
    current: coverage.filter(isCurrent),
  };
};
