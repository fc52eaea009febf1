import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import { useState } from 'react';
import { useAccount } from '../../data/account';
import type { Change } from '../../data/change';
import { type PlanForm, planFile, planForms } from '../../data/plan';
import { notifyFailure } from '../../shell/notices';
import { download } from '../../ui/download';

const isForm = (id: string): id is PlanForm => id in planForms;

/** Takes the whole plan away as a file. */
export const PlanDownload = ({ change }: { readonly change: Change }) => {
  const accountId = useAccount();
  const [isBusy, setBusy] = useState(false);
  const take = async (form: PlanForm): Promise<void> => {
    setBusy(true);
    try {
      download(`plan.${form}`, await planFile(change, accountId, form));
    } catch (error) {
      notifyFailure('The plan was not downloaded', error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <ButtonDropdown
      loading={isBusy}
      items={[
        { id: 'csv', text: 'CSV' },
        { id: 'ndjson', text: 'NDJSON' },
      ]}
      onItemClick={({ detail: { id } }) => {
        if (isForm(id)) void take(id);
      }}
    >
      Download
    </ButtonDropdown>
  );
};
