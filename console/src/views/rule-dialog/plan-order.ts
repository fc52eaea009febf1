import type { PlannedTag, PlanSoFar } from '../../data/plan';

const rank = ({ action, reason }: PlannedTag): number => {
  if (reason === 'overwrites') return 0;
  return { refuse: 1, remove: 2, set: 3, close: 4, keep: 5 }[action];
};

/** A resource's tags, and how far down the chain of the plan it is. */
export type PlannedRow = PlannedTag & { readonly depth: number };

/** A resource follows another one of the plan when its tags come from there. */
const leaderOf = (tags: readonly PlannedTag[], arns: ReadonlySet<string>): string | undefined =>
  tags.map(({ from }) => from).find((from) => from !== null && arns.has(from)) ?? undefined;

/**
 * The order to read a plan in: what overwrites comes first, then what is refused, then the rest; what
 * follows from a change stands below it.
 */
export const inReadingOrder = ({ tags, arns }: PlanSoFar): readonly PlannedRow[] => {
  const byArn = Map.groupBy(tags, ({ arn }) => arn);
  const leaders = new Map([...byArn].map(([arn, each]) => [arn, leaderOf(each, arns)]));
  const followers = Map.groupBy(byArn.keys(), (arn) => leaders.get(arn));
  const seen = new Set<string>();
  const rowsFrom = (arn: string, depth: number): readonly PlannedRow[] => {
    if (seen.has(arn)) return [];
    seen.add(arn);
    const own = (byArn.get(arn) ?? []).toSorted((left, right) => rank(left) - rank(right));
    const below = (followers.get(arn) ?? []).flatMap((each) => rowsFrom(each, depth + 1));
    return [...own.map((tag) => ({ ...tag, depth })), ...below];
  };
  const heads = [...byArn.keys()].filter((arn) => !byArn.has(leaders.get(arn) ?? ''));
  const groups = heads.map((arn) => rowsFrom(arn, 0));
  const worst = (rows: readonly PlannedRow[]): number => Math.min(...rows.map(rank));
  return groups.toSorted((left, right) => worst(left) - worst(right)).flat();
};
