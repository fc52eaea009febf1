import { type Arn, typeOf } from '../clouds/arn.ts';
import { ruleBetween, type SettingName } from '../clouds/catalogue.ts';
import type { Inputs, Winner } from './desired.ts';
import { keyFilterOf, whyNotInheritable, whyOutOfScope } from './scope.ts';
import type { CloudRefusal, Reason } from './step.ts';

/** Why nothing comes of the tag that is before all others. */
export type WinnerLoss =
  | 'feature off'
  | Extract<
      Reason,
      'policy keep' | 'tag quota' | 'contested' | 'existed before the rule: waits for the primary'
    >
  | CloudRefusal;

/** What comes of one parent's tag under one key. */
export type ParentVerdict =
  /** Its value is what should stand there. */
  | 'wins'
  /** It is before all others, and yet its value does not come to stand there. */
  | WinnerLoss
  /** A closer parent has the key, too: the direct holder comes before the cluster. */
  | 'farther than the winner'
  /** A parent as close has the key, too, and the smaller name. */
  | 'larger name than the winner'
  | 'excluded'
  | 'out of scope'
  /** The cloud keeps keys like this one to itself. */
  | 'reserved key'
  /** Other software reads it as evidence, and the rule does not let it through. */
  | 'withheld key'
  /** Key or value holds an address, which the cloud refuses. */
  | 'address'
  | 'rule off'
  /** The rule was never set, or was deleted. */
  | 'rule never set'
  | 'parent gone'
  | 'no such tag'
  /** No rule leads from a resource of its type to one of this type. */
  | 'no rule';

/** One parent as one key sees it. */
export type ParentView = {
  readonly primary: Arn;
  readonly rule: SettingName | null;
  /** The parent's own value; null when it has no such tag. */
  readonly value: string | null;
  readonly verdict: ParentVerdict;
};

const judge = (
  primary: Arn,
  key: string,
  { resource, parents, settings }: Inputs,
): Exclude<ParentVerdict, 'wins' | WinnerLoss | `${string} than the winner`> | 'offers' => {
  const parent = parents.get(primary);
  if (parent === undefined) return 'parent gone';
  const rule = ruleBetween(typeOf(primary), typeOf(resource.arn));
  if (rule === undefined) return 'no rule';
  const value = parent.tags.get(key);
  if (value === undefined) return 'no such tag';
  const setting = settings.rules.get(rule.settingName);
  if (setting === undefined) return 'rule never set';
  if (setting.status !== 'Enable') return 'rule off';
  const filter = keyFilterOf(rule, setting);
  return whyOutOfScope(filter, key) ?? whyNotInheritable(filter, key, value) ?? 'offers';
};

const rankOf = (primary: Arn, resource: Arn): number =>
  ruleBetween(typeOf(primary), typeOf(resource))?.rank ?? 0;

/**
 * Says of each parent what comes of its tag under one key, the winner first.
 * @param loss why nothing comes of the winner's; undefined when its value is what should stand there
 */
export const viewParents = (
  key: string,
  inputs: Inputs,
  { winner, loss }: { readonly winner: Winner | undefined; readonly loss: WinnerLoss | undefined },
): readonly ParentView[] => {
  const { resource, parents } = inputs;
  const verdictOf = (primary: Arn): ParentVerdict => {
    const verdict = judge(primary, key, inputs);
    if (verdict !== 'offers') return verdict;
    if (winner?.primary.arn === primary) return loss ?? 'wins';
    return (winner?.rule.rank ?? 0) < rankOf(primary, resource.arn)
      ? 'farther than the winner'
      : 'larger name than the winner';
  };
  return resource.parents
    .map((primary) => ({
      primary,
      rule: ruleBetween(typeOf(primary), typeOf(resource.arn))?.settingName ?? null,
      value: parents.get(primary)?.tags.get(key) ?? null,
      verdict: verdictOf(primary),
    }))
    .sort(
      (left, right) =>
        Number(right.primary === winner?.primary.arn) -
        Number(left.primary === winner?.primary.arn),
    );
};
