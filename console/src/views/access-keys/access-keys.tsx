import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { AccessKey } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { useAccessKeys } from '../../data/access-keys';
import type { Column } from '../../ui/columns';
import { CursorTable } from '../../ui/cursor-table';
import { Empty } from '../../ui/empty';
import { useWanted } from '../../ui/use-cursor-page';
import { When } from '../../ui/when';
import { KeyDialog, type KeyDialogKind } from './key-dialog';

type Asked = { readonly kind: KeyDialogKind; readonly accessKeyId: string };

const columnsFor = (ask: ((asked: Asked) => void) | undefined): readonly Column<AccessKey>[] => [
  {
    id: 'id',
    header: 'Access key',
    cell: ({ accessKeyId }) => <code>{accessKeyId}</code>,
    minWidth: 190,
  },
  { id: 'what', header: 'What for', cell: ({ description }) => description || '–' },
  {
    id: 'rights',
    header: 'Rights',
    cell: ({ rights }) => (rights === 'full' ? 'All' : 'Only list'),
  },
  {
    id: 'status',
    header: 'Status',
    cell: ({ status }) => (
      <StatusIndicator type={status === 'active' ? 'success' : 'stopped'}>{status}</StatusIndicator>
    ),
  },
  {
    id: 'ends',
    header: 'Ends',
    cell: ({ expiresAt }) => (expiresAt === null ? 'Never' : <When time={expiresAt} />),
  },
  {
    id: 'previous',
    header: 'Secret before ends',
    cell: ({ previousValidUntil }) => <When time={previousValidUntil} />,
    minWidth: 130,
  },
  {
    id: 'created',
    header: 'Created',
    cell: ({ createdAt, createdBy }) => (
      <>
        <When time={createdAt} /> by <span className="name">{createdBy}</span>
      </>
    ),
    minWidth: 150,
  },
  {
    id: 'acts',
    header: 'Actions',
    minWidth: 190,
    cell: ({ accessKeyId, status }) =>
      ask !== undefined && status === 'active' ? (
        <SpaceBetween direction="horizontal" size="xs">
          <Button
            ariaLabel={`Rotate ${accessKeyId}`}
            onClick={() => ask({ kind: 'rotate', accessKeyId })}
          >
            Rotate
          </Button>
          <Button
            ariaLabel={`Revoke ${accessKeyId}`}
            onClick={() => ask({ kind: 'revoke', accessKeyId })}
          >
            Revoke
          </Button>
        </SpaceBetween>
      ) : (
        '–'
      ),
  },
];

/** Keys that sign calls of the Tag API. */
export const AccessKeys = () => {
  const list = useAccessKeys(useWanted());
  const [asked, setAsked] = useState<Asked>();
  const mayWrite = useMayWrite();
  return (
    <>
      <CursorTable
        title="Access keys"
        description="Terraform, Pulumi and the cloud's SDKs sign their calls of the Tag API with these."
        list={list}
        columns={columnsFor(mayWrite ? setAsked : undefined)}
        idOf={({ accessKeyId }) => accessKeyId}
        empty={<Empty title="No access keys" />}
        actions={
          mayWrite && (
            <Button variant="primary" onClick={() => setAsked({ kind: 'create', accessKeyId: '' })}>
              Create access key
            </Button>
          )
        }
      />
      {asked !== undefined && <KeyDialog {...asked} onClose={() => setAsked(undefined)} />}
    </>
  );
};
