import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useQuery } from '@tanstack/react-query';
import type { Rule } from '../../api/answers';
import { useReadRule } from '../../data/rules';
import { type Draft, draftOf } from './draft';

export type ConflictProps = {
  readonly rules: readonly Rule[];
  readonly draft: Draft;
  readonly onNewBase: (rule: Rule) => void;
  readonly onDraft: (draft: Draft) => void;
};

const keysText = (keys: readonly string[]): string => keys.join(', ') || 'none';

/** What a setting says, line by line. */
const linesOf = ({
  scope,
  tagKeys,
  excludedKeys,
  letThroughKeys,
  isApplied,
  policy,
  isRestored,
}: Draft) =>
  [
    ['Tag scope', scope === 'all' ? 'all keys' : keysText(tagKeys)],
    ['Excluded keys', keysText(excludedKeys)],
    ['Keys to let through', keysText(letThroughKeys)],
    ['Apply to existing', isApplied ? 'yes' : 'no'],
    ['On conflict', policy],
    ['Restore', isRestored ? 'yes' : 'no'],
  ] as const;

const Sides = ({ theirs, ours }: { readonly theirs: Rule; readonly ours: Draft }) => {
  const their = linesOf(draftOf(theirs));
  const status = theirs.status === 'Enable' ? 'on' : 'off';
  const lines = linesOf(ours).map(([field, our], index) => ({
    field,
    our,
    their: their[index]?.[1] ?? '',
  }));
  return (
    <Table
      variant="borderless"
      items={lines}
      ariaLabels={{ tableLabel: 'Both sides' }}
      columnDefinitions={[
        { id: 'field', header: 'Field', cell: ({ field }) => field, isRowHeader: true },
        {
          id: 'their',
          header: `Stored now (rule is ${status})`,
          cell: (line) => mark(line.their, line.our),
        },
        { id: 'our', header: 'Yours', cell: (line) => mark(line.our, line.their) },
      ]}
    />
  );
};

const mark = (text: string, other: string) => (text === other ? text : <strong>{text}</strong>);

/** Somebody changed the rule while it was edited: shows both sides, and goes on from what is stored now. */
export const Conflict = ({ rules: [rule], draft, onNewBase, onDraft }: ConflictProps) => {
  const readRule = useReadRule();
  const settingName = rule?.settingName ?? '';
  const { data: theirs } = useQuery({
    queryKey: ['rule-now', settingName, rule?.version],
    queryFn: async () => (await readRule(settingName)) ?? null,
    gcTime: 0,
  });
  if (theirs == null) return null;
  return (
    <Alert
      type="warning"
      header="Somebody changed this rule meanwhile"
      action={
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            onClick={() => {
              onDraft(draftOf(theirs));
              onNewBase(theirs);
            }}
          >
            Take what is stored
          </Button>
          <Button onClick={() => onNewBase(theirs)}>Keep mine and plan again</Button>
        </SpaceBetween>
      }
    >
      Nothing was changed by you yet.
      <Sides theirs={theirs} ours={draft} />
    </Alert>
  );
};
