import { useState } from 'react';
import type { Rule } from '../../api/answers';
import { useRules } from '../../data/rules';
import { useRoute } from '../../routing/route';
import { Empty } from '../../ui/empty';
import { FailureAlert } from '../../ui/failure-alert';
import { ChoiceField } from '../../ui/filter-fields';
import { ListTable } from '../../ui/list-table';
import { shortRule } from '../../ui/short-names';
import { RuleDialog } from '../rule-dialog/rule-dialog';
import { BatchBar } from './batch-bar';
import { ruleColumns } from './rule-columns';
import { statusText } from './rule-status';

const textOf = (rule: Rule): string =>
  [shortRule(rule.settingName), rule.settingName, statusText(rule), ...rule.tagKeys].join(' ');

/** Rules of one primary stand together; else in the order of the catalogue. */
const byPrimary = (left: Rule, right: Rule): number => left.primary.localeCompare(right.primary);

/** What tags come from, with how many rules each has. */
const primariesOf = (rules: readonly Rule[]) =>
  [...Map.groupBy(rules, ({ primary }) => primary)]
    .map(([value, those]) => ({ value, label: `${value} (${those.length})` }))
    .toSorted((left, right) => left.value.localeCompare(right.value));

/** All rules, what each is set to, and what can be done to them. */
export const Rules = () => {
  const { query } = useRoute();
  const { data, error, refetch } = useRules();
  const [chosenNames, setChosenNames] = useState<readonly string[]>([]);
  if (data === undefined && error !== null) {
    return <FailureAlert what="The rules cannot be shown" error={error} onRetry={refetch} />;
  }
  const primary = query.get('primary') ?? '';
  const shown = data?.filter((rule) => primary === '' || rule.primary === primary);
  const chosen = (data ?? []).filter(({ settingName }) => chosenNames.includes(settingName));
  return (
    <>
      <ListTable
        title="Rules"
        description="Which associated resources inherit tags from which primary resources."
        items={shown?.toSorted(byPrimary)}
        columns={ruleColumns}
        idOf={({ settingName }) => settingName}
        textOf={textOf}
        empty={<Empty title="No rules" />}
        filters={
          <ChoiceField
            name="primary"
            label="Primary"
            none="All, one after the other"
            choices={primariesOf(data ?? [])}
          />
        }
        selection={{
          chosen,
          onChange: (rules) => setChosenNames(rules.map(({ settingName }) => settingName)),
        }}
        isLastSticky
      />
      <BatchBar rules={chosen} />
      {data !== undefined && <RuleDialog rules={data} />}
    </>
  );
};
