import Badge from '@cloudscape-design/components/badge';
import Link from '@cloudscape-design/components/link';
import type { Resource, Tag } from '../../api/answers';
import { hrefHere } from '../../routing/route';
import type { Column } from '../../ui/columns';
import { Empty } from '../../ui/empty';
import { ResourceLink, RuleLink } from '../../ui/links';
import { ListTable } from '../../ui/list-table';
import { Value } from '../../ui/value';
import { When } from '../../ui/when';

const columns: readonly Column<Tag>[] = [
  { id: 'key', header: 'Key', cell: ({ key }) => key, sortBy: ({ key }) => key },
  {
    id: 'value',
    header: 'Value',
    minWidth: 150,
    cell: ({ value, displaced }) => (
      <>
        {displaced !== undefined && (
          <>
            <del title="The value that it took the place of">{displaced}</del>{' '}
          </>
        )}
        <Value value={value} />
      </>
    ),
    sortBy: ({ value }) => value,
  },
  {
    id: 'origin',
    header: 'Origin',
    cell: ({ origin }) => <Badge color={origin === 'inherited' ? 'blue' : 'grey'}>{origin}</Badge>,
    sortBy: ({ origin }) => origin,
  },
  { id: 'from', header: 'From', cell: ({ from }) => <ResourceLink arn={from} />, minWidth: 190 },
  { id: 'rule', header: 'Rule', cell: ({ rule }) => <RuleLink name={rule} />, minWidth: 180 },
  { id: 'since', header: 'Since', cell: ({ since }) => <When time={since} /> },
  {
    id: 'why',
    header: 'Why',
    cell: ({ key }) => (
      <Link href={hrefHere({ tab: 'explain', key })} ariaLabel={`Explain ${key}`}>
        Explain
      </Link>
    ),
  },
];

/** A resource's tags, and where each comes from. */
export const TagsTable = ({ resource: { tags } }: { readonly resource: Resource }) => (
  <ListTable
    title="Tags"
    headingTag="h2"
    items={tags}
    columns={columns}
    idOf={({ key }) => key}
    textOf={({ key, value, origin }) => `${key} ${value} ${origin}`}
    empty={
      <Empty title="No tags">
        <Link href={hrefHere({ tab: 'explain' })}>Explain a tag that should be there</Link>
      </Empty>
    }
  />
);
