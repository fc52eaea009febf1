import type { BatchResult } from '../../api/answers';
import type { askFor } from '../../data/change';
import { notify } from '../../shell/notices';
import { JobLink, RuleLink } from '../../ui/links';
import { type Act, actWords } from './acts';

export type ChangeAnswer = Awaited<ReturnType<typeof askFor>>;

const JobNote = ({ id }: { readonly id: string | null | undefined }) =>
  id == null ? null : (
    <>
      . Job <JobLink id={id} /> applies it to existing resources.
    </>
  );

const tellResult = (act: Act, { settingName, status, jobId, code, message }: BatchResult): void => {
  const rule = <RuleLink name={settingName} />;
  if (status === 'failed') {
    notify({
      type: 'error',
      header: (
        <>
          {rule}: {code}
        </>
      ),
      content: message,
    });
    return;
  }
  const done = status === 'done';
  notify({
    type: done ? 'success' : 'info',
    header: (
      <>
        {rule} {done ? actWords[act].done : 'is as it was'}
      </>
    ),
    content: (
      <>
        {done ? '' : message}
        <JobNote id={jobId} />
      </>
    ),
  });
};

/** Tells what came of a change, rule by rule. */
export const tellOutcome = (act: Act, answer: ChangeAnswer): void => {
  if ('results' in answer) {
    for (const result of answer.results) tellResult(act, result);
  } else if ('settingName' in answer && 'jobId' in answer) {
    tellResult(act, { settingName: answer.settingName, status: 'done', jobId: answer.jobId });
  }
};
