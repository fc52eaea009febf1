import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Draft } from './draft';

export type PolicyFieldsProps = {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
};

/** What happens where somebody else's tag stands. */
export const PolicyFields = ({ draft, onChange }: PolicyFieldsProps) => (
  <SpaceBetween size="s">
    <FormField label="When somebody else's tag has the same key">
      <RadioGroup
        value={draft.policy}
        ariaLabel="When somebody else's tag has the same key"
        onChange={({ detail }) =>
          onChange({ policy: detail.value === 'keep' ? 'keep' : 'overwrite' })
        }
        items={[
          { value: 'overwrite', label: 'Overwrite it' },
          { value: 'keep', label: 'Keep it', description: 'The inherited value is refused.' },
        ]}
      />
    </FormField>
    <Checkbox
      checked={draft.isRestored}
      onChange={({ detail }) => onChange({ isRestored: detail.checked })}
      description="When the inherited tag goes, the value that it overwrote comes back."
    >
      Restore overwritten values
    </Checkbox>
  </SpaceBetween>
);
