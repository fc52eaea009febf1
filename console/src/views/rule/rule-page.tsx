import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Coverage, Rule } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { coverageOf, useCoverage } from '../../data/coverage';
import { useRules } from '../../data/rules';
import { goTo, hrefHere, hrefOf } from '../../routing/route';
import { FailureAlert } from '../../ui/failure-alert';
import { Loading } from '../../ui/loading';
import { count } from '../../ui/numbers';
import { Right } from '../../ui/right';
import { shortRule } from '../../ui/short-names';
import { When } from '../../ui/when';
import { HistoryTable } from '../history/history-table';
import { actWords } from '../rule-dialog/acts';
import { RuleDialog } from '../rule-dialog/rule-dialog';
import { actsFor } from '../rules/acts-for';
import { RuleStatus } from '../rules/rule-status';

const keysText = (keys: readonly string[], none: string): string => keys.join(', ') || none;

const seenFacts = (seen: Coverage['rules'][number] | undefined) =>
  seen === undefined
    ? []
    : [
        { label: 'Associations at the last sweep', value: count(seen.looked) },
        { label: 'Inherited tags then', value: count(seen.tags) },
        { label: 'Right then', value: <Right {...seen} /> },
      ];

const factsOf = (rule: Rule) => [
  { label: 'Status', value: <RuleStatus rule={rule} /> },
  { label: 'Tag scope', value: keysText(rule.tagKeys, 'All keys') },
  { label: 'Excluded keys', value: keysText(rule.excludedKeys, 'None') },
  {
    label: 'Applies to existing resources',
    value: rule.supportsExisting
      ? rule.existingStatus === 'Enable'
        ? 'Yes'
        : 'No'
      : 'Not supported for this type of association',
  },
  {
    label: "When somebody else's tag has the same key",
    value: rule.conflictPolicy === 'keep' ? 'Kept' : 'Overwritten',
  },
  { label: 'Overwritten values come back', value: rule.restoreDisplaced ? 'Yes' : 'No' },
  {
    label: 'When the association ends',
    value: rule.removesOnDetach ? 'Inherited tags are removed' : 'Inherited tags stay',
  },
  { label: 'Set off by', value: rule.triggers.join(', ') },
  { label: 'Changed', value: <When time={rule.updatedAt} /> },
  { label: 'Changed by', value: <span className="name">{rule.updatedBy ?? '–'}</span> },
];

const Acts = ({ rule }: { readonly rule: Rule }) => {
  const mayWrite = useMayWrite();
  const acts = mayWrite ? actsFor(rule) : [];
  return (
    <SpaceBetween direction="horizontal" size="xs">
      {[...acts, 'plan' as const].map((act) => (
        <Button key={act} onClick={() => goTo(hrefHere({ do: act, on: rule.settingName }))}>
          {act === 'plan' ? 'Plan only' : actWords[act].title}
        </Button>
      ))}
    </SpaceBetween>
  );
};

/** One rule: its setting, what it did, and what can be done to it. */
export const RulePage = ({ name }: { readonly name: string }) => {
  const { data: rules, error, refetch } = useRules();
  const { data: coverage } = useCoverage();
  if (rules === undefined) {
    if (error === null) return <Loading what="the rule" />;
    return <FailureAlert what="The rule cannot be shown" error={error} onRetry={refetch} />;
  }
  const rule = rules.find(({ settingName }) => settingName === name);
  if (rule === undefined) {
    return (
      <Alert type="warning" header="There is no such rule">
        {name} is none of the rules. <Link href={hrefOf(['rules'])}>All rules</Link>
      </Alert>
    );
  }
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h1"
            description={<code className="name">{name}</code>}
            actions={<Acts rule={rule} />}
          >
            {shortRule(name)}
          </Header>
        }
        footer={<Link href={hrefOf(['jobs'], { settingName: name })}>Jobs of this rule</Link>}
      >
        <KeyValuePairs
          columns={3}
          minColumnWidth={120}
          items={[...factsOf(rule), ...seenFacts(coverageOf(coverage, name))]}
        />
      </Container>
      <HistoryTable filter={{ settingName: name }} headingTag="h2" />
      <RuleDialog rules={[rule]} />
    </SpaceBetween>
  );
};
