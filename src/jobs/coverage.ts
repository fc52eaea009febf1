import type { SettingName } from '../clouds/catalogue.ts';

/** What a sweep saw of one rule. */
export type RuleCoverage = {
  /** Associations that were looked at. */
  readonly looked: number;
  /** Resources of which a tag was wrong, and was made right. */
  readonly wrong: number;
  /** Tags that are inherited over these associations; those that a listing came to again count twice. */
  readonly tags: number;
};

/** What a sweep saw of one account in one part of its walk. */
export type Coverage = {
  readonly part: string;
  readonly accountId: string;
  readonly rules: ReadonlyMap<SettingName, RuleCoverage>;
};

export const nothingSeen: RuleCoverage = { looked: 0, wrong: 0, tags: 0 };

/** Adds what was seen of one rule, or of several. */
export const addSeen = (left: RuleCoverage, right: RuleCoverage): RuleCoverage => ({
  looked: left.looked + right.looked,
  wrong: left.wrong + right.wrong,
  tags: left.tags + right.tags,
});

/** Adds, rule by rule. */
export const addRules = (left: Coverage['rules'], right: Coverage['rules']): Coverage['rules'] => {
  const sums = new Map(left);
  for (const [rule, seen] of right) sums.set(rule, addSeen(sums.get(rule) ?? nothingSeen, seen));
  return sums;
};

/** Adds what was seen since to what was seen before, account by account. */
export const addCoverage = (
  before: readonly Coverage[],
  since: readonly Coverage[],
): readonly Coverage[] => {
  const sums = new Map<string, Coverage>();
  for (const seen of [...before, ...since]) {
    const of = `${seen.part}#${seen.accountId}`;
    const sum = sums.get(of);
    sums.set(of, sum === undefined ? seen : { ...seen, rules: addRules(sum.rules, seen.rules) });
  }
  return [...sums.values()];
};
