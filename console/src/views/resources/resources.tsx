import Box from '@cloudscape-design/components/box';
import { useResources } from '../../data/resources';
import { useRules } from '../../data/rules';
import { CursorTable } from '../../ui/cursor-table';
import { Empty } from '../../ui/empty';
import { ChoiceField, RuleField, TextField } from '../../ui/filter-fields';
import { Filters } from '../../ui/filters';
import { useWanted } from '../../ui/use-cursor-page';
import { useSettledQuery } from '../../ui/use-settled-query';
import { filterNames, filterOf, origins } from './filter';
import { columnsFor } from './resource-columns';

const NoHits = ({ isFiltered }: { readonly isFiltered: boolean }) =>
  isFiltered ? (
    <Empty title="No resource fits">
      <Box>
        To learn why a tag is missing, type the id of the resource and the key into the search at
        the top.
      </Box>
    </Empty>
  ) : (
    <Empty title="Nothing is inherited yet">
      <Box>Enable a rule, and apply it to existing resources.</Box>
    </Empty>
  );

/** Resources by what they inherited, were refused, have of their own, or lack. */
export const Resources = () => {
  const { data: rules = [] } = useRules();
  const types = [...new Set(rules.flatMap(({ primary, associated }) => [primary, associated]))];
  const filter = filterOf(useSettledQuery(filterNames), types);
  const list = useResources(filter, useWanted());
  return (
    <CursorTable
      title="Resources"
      description="What inherited tags or was refused some; with Own or Absent, what the cloud shows."
      list={list}
      columns={columnsFor(filter.key)}
      idOf={({ arn }) => arn}
      empty={<NoHits isFiltered={Object.keys(filter).length > 0} />}
      filters={
        <Filters names={filterNames}>
          <TextField name="text" label="Find" placeholder="Part of an ARN, key or value" />
          <TextField name="key" label="Key" />
          <ChoiceField name="origin" label="Tag is" choices={origins} />
          <ChoiceField
            name="type"
            label="Type"
            choices={types.map((value) => ({ value, label: value }))}
          />
          <RuleField name="rule" label="Rule" />
          <TextField name="primary" label="From" placeholder="arn:…" />
          <TextField name="id" label="Id" placeholder="All of it" />
        </Filters>
      }
    />
  );
};
