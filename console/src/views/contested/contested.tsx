import Button from '@cloudscape-design/components/button';
import { useState } from 'react';
import type { ContestedTag } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { useContested, useResumeContested } from '../../data/contested';
import { notify, notifyFailure } from '../../shell/notices';
import type { Column } from '../../ui/columns';
import { CursorTable } from '../../ui/cursor-table';
import { Empty } from '../../ui/empty';
import { ResourceLink, RuleLink } from '../../ui/links';
import { counted } from '../../ui/numbers';
import { useWanted } from '../../ui/use-cursor-page';
import { Value } from '../../ui/value';
import { When } from '../../ui/when';
import { Who } from '../../ui/who';

const columns: readonly Column<ContestedTag>[] = [
  {
    id: 'resource',
    header: 'Resource',
    cell: ({ resource }) => <ResourceLink arn={resource} />,
    minWidth: 200,
  },
  { id: 'key', header: 'Key', cell: ({ key }) => key },
  { id: 'theirs', header: 'Theirs', cell: ({ theirs }) => <Value value={theirs} /> },
  { id: 'ours', header: 'Ours', cell: ({ value }) => <Value value={value} /> },
  {
    id: 'by',
    header: 'By',
    cell: ({ by }) => <Who principal={by} isClaimed={by !== null} />,
    minWidth: 160,
  },
  { id: 'since', header: 'Since', cell: ({ since }) => <When time={since} /> },
  { id: 'rule', header: 'Rule', cell: ({ rule }) => <RuleLink name={rule} />, minWidth: 180 },
  {
    id: 'primary',
    header: 'From',
    cell: ({ primary }) => <ResourceLink arn={primary} />,
    minWidth: 190,
  },
];

const idOf = ({ resource, key }: ContestedTag): string => `${resource} ${key}`;

/** Tags that somebody kept changing back, and what has them repaired again. */
export const Contested = () => {
  const list = useContested(useWanted());
  const [chosen, setChosen] = useState<readonly ContestedTag[]>([]);
  const { mutateAsync: resume, isPending } = useResumeContested();
  const mayWrite = useMayWrite();
  const resumeAll = async (): Promise<void> => {
    const settled = await Promise.allSettled(
      chosen.map(({ resource, key }) => resume({ resource, key })),
    );
    const failed = settled.filter((each) => each.status === 'rejected');
    for (const { reason } of failed) notifyFailure('A tag was not resumed', reason);
    const done = settled.length - failed.length;
    if (done > 0) {
      notify({ type: 'success', header: `${counted(done, 'tag')} will be repaired again` });
    }
    setChosen([]);
  };
  return (
    <CursorTable
      title="Contested"
      description="Tags that are left alone because somebody else kept changing them back. Find out who, then resume."
      list={list}
      columns={columns}
      idOf={idOf}
      empty={<Empty title="Nobody fights over a tag">That is good news.</Empty>}
      selection={{ chosen, onChange: setChosen }}
      actions={
        mayWrite && (
          <Button
            disabled={chosen.length === 0}
            {...(chosen.length === 0 ? { disabledReason: 'Choose tags first' } : {})}
            loading={isPending}
            onClick={() => void resumeAll()}
          >
            Resume
          </Button>
        )
      }
    />
  );
};
