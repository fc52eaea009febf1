import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import type { Rule } from '../../api/answers';
import { useReadRules } from '../../data/rules';
import { counted } from '../../ui/numbers';
import { Sides } from './conflict-sides';
import { type Draft, draftOf } from './draft';

export type ConflictProps = {
  /** Rules that somebody changed, as they were when the dialog opened. */
  readonly stale: readonly Rule[];
  /** What is asked for; undefined where each rule keeps its own setting. */
  readonly draft: Draft | undefined;
  readonly onNewBase: (rules: readonly Rule[]) => void;
  readonly onDraft: (draft: Draft) => void;
};

/** Somebody changed rules while they were looked at: shows both sides, and goes on from what is stored now. */
export const Conflict = ({ stale, draft, onNewBase, onDraft }: ConflictProps) => {
  const readRules = useReadRules();
  const versions = stale.map(({ settingName, version }) => [settingName, version]);
  const { data: stored } = useQuery({
    queryKey: ['rules-now', versions],
    queryFn: async () => {
      const names = stale.map(({ settingName }) => settingName);
      return (await readRules()).filter(({ settingName }) => names.includes(settingName));
    },
    gcTime: 0,
  });
  const [first, ...more] = stored ?? [];
  if (stored === undefined || first === undefined) return null;
  const takeStored = (): void => {
    onDraft(draftOf(first));
    onNewBase(stored);
  };
  return (
    <Alert
      type="warning"
      header={
        stale.length === 1
          ? 'Somebody changed this rule meanwhile'
          : `Somebody changed ${counted(stale.length, 'rule')} meanwhile`
      }
      action={
        <SpaceBetween direction="horizontal" size="xs">
          {draft !== undefined && more.length === 0 && (
            <Button onClick={takeStored}>Take what is stored</Button>
          )}
          <Button onClick={() => onNewBase(stored)}>
            {draft === undefined ? 'Plan again on what is stored' : 'Keep mine and plan again'}
          </Button>
        </SpaceBetween>
      }
    >
      {stale.length === 1 ? 'It was' : 'They were'} not changed by you yet.
      {stored.map((rule) => (
        <Sides
          key={rule.settingName}
          seen={stale.find(({ settingName }) => settingName === rule.settingName) ?? rule}
          stored={rule}
          ours={draft}
        />
      ))}
    </Alert>
  );
};
