import { coverageOf, useCoverage } from '../data/coverage';
import { useResources } from '../data/resources';
import { counted } from './numbers';

/** So many resources are counted; of more the last sweep tells, or it is "at least". */
const mostCounted = 200;

/** How many inherited tags would no longer be followed. @param rule only of this rule, unless it is about all */
export const InheritedCount = ({ rule }: { readonly rule?: string }) => {
  const filter = { origin: 'inherited' as const, ...(rule === undefined ? {} : { rule }) };
  const { items, hasMore } = useResources(filter, mostCounted);
  const { data: coverage } = useCoverage();
  if (items === undefined) return null;
  const swept = rule === undefined ? coverage?.total : coverageOf(coverage, rule);
  if (hasMore && swept !== undefined && swept.tags > 0) {
    return (
      <>
        {counted(swept.tags, 'inherited tag')} over {counted(swept.looked, 'association')}, by the
        last sweep, stay; nothing follows them any more.
      </>
    );
  }
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
