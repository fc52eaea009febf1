import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Resource } from '../../api/answers';
import { useMayWrite } from '../../api/read-only';
import { useResumeContested } from '../../data/contested';
import { notify, notifyFailure } from '../../shell/notices';
import { Value } from '../../ui/value';
import { When } from '../../ui/when';
import { Who } from '../../ui/who';

type Contest = Resource['contested'][number];

const One = ({ arn, contest }: { readonly arn: string; readonly contest: Contest }) => {
  const { key, by, theirs, since } = contest;
  const { mutate, isPending } = useResumeContested();
  const mayWrite = useMayWrite();
  const resume = (): void =>
    mutate(
      { resource: arn, key },
      {
        onSuccess: () => notify({ type: 'success', header: `${key} will be repaired again` }),
        onError: (error) => notifyFailure(`${key} was not resumed`, error),
      },
    );
  return (
    <Alert
      type="warning"
      header={`${key} is contested`}
      action={
        mayWrite && (
          <Button loading={isPending} onClick={resume}>
            Resume
          </Button>
        )
      }
    >
      <Who principal={by} isClaimed={by !== null} /> kept changing it back since{' '}
      <When time={since} />; their value: <Value value={theirs} />. It is left alone until somebody
      resumes it.
    </Alert>
  );
};

/** Tags of a resource that are left alone because somebody else kept changing them back. */
export const ContestAlert = ({ resource: { arn, contested } }: { readonly resource: Resource }) =>
  contested.length === 0 ? null : (
    <SpaceBetween size="s">
      {contested.map((contest) => (
        <One key={contest.key} arn={arn} contest={contest} />
      ))}
    </SpaceBetween>
  );
