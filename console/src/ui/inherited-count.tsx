import { useResources } from '../data/resources';
import { counted } from './numbers';

/** So many resources are counted; beyond that it is "at least". */
const mostCounted = 200;

/** How many inherited tags would no longer be followed. @param rule only of this rule, unless it is about all */
export const InheritedCount = ({ rule }: { readonly rule?: string }) => {
  const filter = { origin: 'inherited' as const, ...(rule === undefined ? {} : { rule }) };
  const { items, hasMore } = useResources(filter, mostCounted);
  if (items === undefined) return null;
  const tags = items
    .flatMap(({ inherited }) => inherited)
    .filter((tag) => rule === undefined || tag.rule === rule);
  return (
    <>
      {hasMore ? 'At least ' : ''}
      {counted(tags.length, 'inherited tag')} of {counted(items.length, 'resource')} stay; nothing
      follows them any more.
    </>
  );
};
