import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Rule } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { hrefHere } from '../../routing/route';
import type { Column } from '../../ui/columns';
import { RuleLink } from '../../ui/links';
import { shortRule } from '../../ui/short-names';
import { When } from '../../ui/when';
import { type Act, actWords } from '../rule-dialog/acts';
import { actsFor } from './acts-for';
import { RuleStatus, statusText } from './rule-status';
import { Scope } from './scope';

const existingText = ({ supportsExisting, existingStatus, status }: Rule): string => {
  if (!supportsExisting) return 'Not supported';
  return existingStatus === 'Enable' && status === 'Enable' ? 'Yes' : 'No';
};

const conflictText = ({ conflictPolicy, restoreDisplaced }: Rule): string => {
  if (conflictPolicy === 'keep') return 'Keep theirs';
  return restoreDisplaced ? 'Overwrite, restore later' : 'Overwrite';
};

/** Links to the dialogs of one rule. */
export const RuleActs = ({ rule }: { readonly rule: Rule }) => {
  const mayWrite = useMayWrite();
  const acts: readonly Act[] = mayWrite ? actsFor(rule) : ['plan'];
  return (
    <SpaceBetween direction="horizontal" size="s">
      {acts.map((act) => (
        <Link
          key={act}
          href={hrefHere({ do: act, on: rule.settingName })}
          ariaLabel={`${actWords[act].title}: ${shortRule(rule.settingName)}`}
        >
          {actWords[act].verb || actWords[act].title}
        </Link>
      ))}
    </SpaceBetween>
  );
};

export const ruleColumns: readonly Column<Rule>[] = [
  {
    id: 'rule',
    header: 'Primary → associated',
    cell: (rule) => <RuleLink name={rule.settingName} />,
    sortBy: ({ settingName }) => shortRule(settingName),
    minWidth: 230,
  },
  {
    id: 'status',
    header: 'Status',
    cell: (rule) => <RuleStatus rule={rule} />,
    sortBy: statusText,
    minWidth: 115,
  },
  {
    id: 'scope',
    header: 'Tag scope',
    cell: (rule) => <Scope rule={rule} />,
    sortBy: ({ tagKeys }) => tagKeys.join(),
    minWidth: 130,
  },
  {
    id: 'existing',
    header: 'Existing resources',
    cell: (rule) => (
      <Box color={rule.supportsExisting ? 'inherit' : 'text-status-inactive'}>
        {existingText(rule)}
      </Box>
    ),
    sortBy: existingText,
    minWidth: 105,
  },
  {
    id: 'conflict',
    header: 'On conflict',
    cell: (rule) => (rule.isSet ? conflictText(rule) : '–'),
    sortBy: conflictText,
    minWidth: 120,
  },
  {
    id: 'changed',
    header: 'Changed',
    cell: ({ updatedAt, updatedBy }) => (
      <>
        <When time={updatedAt} />
        {updatedBy && (
          <Box color="text-body-secondary">
            by <span className="name">{updatedBy}</span>
          </Box>
        )}
      </>
    ),
    sortBy: ({ updatedAt }) => updatedAt ?? '',
  },
  { id: 'acts', header: 'Actions', cell: (rule) => <RuleActs rule={rule} />, minWidth: 200 },
];
