import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import type { ReactNode } from 'react';
import type { ResourceItem } from '../../api/answers';
import { hrefOf } from '../../routing/route';
import type { Column } from '../../ui/columns';
import { ResourceLink, RuleLink } from '../../ui/links';
import { regionOf } from '../../ui/short-names';

const mostShown = 4;

type Inherited = ResourceItem['inherited'][number];
type Refused = ResourceItem['refused'][number];

/** The key that was asked for alone, else the first ones. */
const shownOf = <Tag extends { readonly key: string }>(
  tags: readonly Tag[],
  key: string | undefined,
): readonly Tag[] =>
  key === undefined ? tags.slice(0, mostShown) : tags.filter((tag) => tag.key === key);

const More = ({ all, shown }: { readonly all: number; readonly shown: number }) =>
  all > shown ? <div>{all - shown} more</div> : null;

const InheritedTag = ({
  tag: { key, value, displaced, isContested },
}: {
  readonly tag: Inherited;
}) => (
  <div>
    <strong>{key}</strong> {displaced !== null && <del>{displaced}</del>} {value}{' '}
    {isContested && <StatusIndicator type="warning">contested</StatusIndicator>}
  </div>
);

const RefusedTag = ({ tag: { key, reason } }: { readonly tag: Refused }) => (
  <div>
    <strong>{key}</strong> <StatusIndicator type="error">{reason}</StatusIndicator>
  </div>
);

const list = <Tag extends { readonly key: string }>(
  tags: readonly Tag[],
  key: string | undefined,
  show: (tag: Tag) => ReactNode,
): ReactNode => {
  const shown = shownOf(tags, key);
  return (
    <>
      {shown.map(show)}
      <More all={tags.length} shown={shown.length} />
    </>
  );
};

/** Rules or primaries that the resource's tags come from, each once. */
const sourcesOf = (item: ResourceItem, field: 'rule' | 'primary'): readonly string[] => [
  ...new Set([...item.inherited, ...item.refused].map((tag) => tag[field])),
];

/** @param key the key that was asked for; its explanation is one click away */
export const columnsFor = (key: string | undefined): readonly Column<ResourceItem>[] => [
  {
    id: 'resource',
    header: 'Resource',
    cell: ({ arn }) => <ResourceLink arn={arn} />,
    minWidth: 185,
  },
  { id: 'type', header: 'Type', cell: ({ type }) => type, minWidth: 105 },
  { id: 'region', header: 'Region', cell: ({ arn }) => regionOf(arn) },
  {
    id: 'inherited',
    header: 'Inherited',
    minWidth: 150,
    cell: ({ inherited }) =>
      list(inherited, key, (tag) => <InheritedTag key={tag.key} tag={tag} />),
  },
  {
    id: 'refused',
    header: 'Refused',
    minWidth: 100,
    cell: ({ refused }) => list(refused, key, (tag) => <RefusedTag key={tag.key} tag={tag} />),
  },
  {
    id: 'from',
    header: 'From',
    minWidth: 185,
    cell: (item) =>
      sourcesOf(item, 'primary').map((arn) => (
        <div key={arn}>
          <ResourceLink arn={arn} />
        </div>
      )),
  },
  {
    id: 'rule',
    header: 'Rule',
    minWidth: 150,
    cell: (item) =>
      sourcesOf(item, 'rule').map((rule) => (
        <div key={rule}>
          <RuleLink name={rule} />
        </div>
      )),
  },
  {
    id: 'why',
    header: 'Why',
    cell: ({ arn }) => (
      <Link href={hrefOf(['resources', arn], { tab: 'explain', key })} ariaLabel={`Explain ${arn}`}>
        Explain
      </Link>
    ),
  },
];
