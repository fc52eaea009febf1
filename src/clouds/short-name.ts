import type { Rule } from './cloud.ts';

/** A rule by its two types, as people write it: `ecs-instance/ecs-disk`. */
export const shortNameOf = ({
  primary,
  associated,
}: Pick<Rule, 'primary' | 'associated'>): string => `${primary}/${associated}`.toLowerCase();
