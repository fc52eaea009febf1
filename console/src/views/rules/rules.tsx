import { useState } from 'react';
import type { Rule } from '../../api/answers';
import { useRules } from '../../data/rules';
import { Empty } from '../../ui/empty';
import { FailureAlert } from '../../ui/failure-alert';
import { ListTable } from '../../ui/list-table';
import { shortRule } from '../../ui/short-names';
import { RuleDialog } from '../rule-dialog/rule-dialog';
import { BatchBar } from './batch-bar';
import { ruleColumns } from './rule-columns';
import { statusText } from './rule-status';

const textOf = (rule: Rule): string =>
  [shortRule(rule.settingName), rule.settingName, statusText(rule), ...rule.tagKeys].join(' ');

/** All rules, what each is set to, and what can be done to them. */
export const Rules = () => {
  const { data, error, refetch } = useRules();
  const [chosenNames, setChosenNames] = useState<readonly string[]>([]);
  if (data === undefined && error !== null) {
    return <FailureAlert what="The rules cannot be shown" error={error} onRetry={refetch} />;
  }
  const chosen = (data ?? []).filter(({ settingName }) => chosenNames.includes(settingName));
  return (
    <>
      <ListTable
        title="Rules"
        description="Which associated resources inherit tags from which primary resources."
        items={data}
        columns={ruleColumns}
        idOf={({ settingName }) => settingName}
        textOf={textOf}
        empty={<Empty title="No rules" />}
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
