import { typeOf } from '../clouds/arn.ts';
import type { Resource } from '../clouds/provider.ts';
import { tagRulesOf } from '../clouds/tag-keys.ts';
import type { Step } from './step.ts';

type Addition = Extract<Step, { action: 'set' }>;

const byKeyOrder = (left: Addition, right: Addition): number => {
  if (left.position !== right.position) return left.position < right.position ? -1 : 1;
  return left.key < right.key ? -1 : 1;
};

const refusalOf = ({ key, entry }: Addition): Step => ({
  action: 'refuse',
  key,
  reason: 'tag quota',
  asked: { value: entry.value, rule: entry.rule, primary: entry.primary },
  generation: entry.generation,
  closes: false,
  entry: undefined,
});

/**
 * Refuses the new tags that find no free place: tags already there come first, then the rule's own
 * key order, then the alphabet. The cloud's own tags take no place.
 * @param maxTags how many tags the resource may hold
 */
export const fitQuota = (
  steps: readonly Step[],
  { arn, tags }: Resource,
  maxTags: number,
): readonly Step[] => {
  const additions = steps.flatMap((step) => (step.action === 'set' && step.isNew ? [step] : []));
  if (additions.length === 0) return steps;

  const { isReserved } = tagRulesOf(typeOf(arn));
  const held = [...tags.keys()].filter((key) => !isReserved(key)).length;
  const freed = steps.filter((step) => step.action === 'remove' && step.restored === null).length;
  const places = Math.max(0, maxTags - held + freed);
  const refused = new Set(
    additions
      .sort(byKeyOrder)
      .slice(places)
      .map(({ key }) => key),
  );

  return steps.map((step) =>
    step.action === 'set' && refused.has(step.key) ? refusalOf(step) : step,
  );
};
