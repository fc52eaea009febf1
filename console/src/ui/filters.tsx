import Button from '@cloudscape-design/components/button';
import type { ReactNode } from 'react';
import { replaceQuery, useRoute } from '../routing/route';

/** Filters of a list, and what clears those that are set. */
export const Filters = ({
  names,
  children,
}: {
  /** Parameters of the address that they set. */
  readonly names: readonly string[];
  readonly children: ReactNode;
}) => {
  const { query } = useRoute();
  const isSet = names.some((name) => query.has(name));
  const cleared = Object.fromEntries([...names, 'page'].map((name) => [name, undefined]));
  return (
    <search className="filters">
      {children}
      {isSet && <Button onClick={() => replaceQuery(cleared)}>Clear filters</Button>}
    </search>
  );
};
