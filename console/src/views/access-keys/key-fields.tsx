import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { KeyWish } from '../../data/access-keys';
import type { KeyDialogKind } from './key-dialog';

export type KeyFormValue = {
  readonly rights: KeyWish['rights'];
  readonly description: string;
  /** As it is typed: how long a temporary key lasts, or the secret before; empty for no end. */
  readonly hours: string;
};

/** Hours that the secret before a rotation still counts, unless somebody says otherwise. */
const usualGraceHours = '24';

export const firstWish = (kind: KeyDialogKind): KeyFormValue => ({
  rights: 'full',
  description: '',
  hours: kind === 'rotate' ? usualGraceHours : '',
});

export const wishOf = ({ rights, description, hours }: KeyFormValue): KeyWish => ({
  rights,
  description,
  temporaryHours: hours === '' ? null : Number(hours),
});

export type KeyFieldsProps = {
  readonly kind: 'create' | 'rotate';
  readonly value: KeyFormValue;
  readonly onChange: (value: KeyFormValue) => void;
};

const CreateFields = ({ value, onChange }: Omit<KeyFieldsProps, 'kind'>) => (
  <>
    <FormField label="Rights">
      <RadioGroup
        value={value.rights}
        ariaLabel="Rights"
        onChange={({ detail }) =>
          onChange({ ...value, rights: detail.value === 'readOnly' ? 'readOnly' : 'full' })
        }
        items={[
          { value: 'full', label: 'All calls' },
          { value: 'readOnly', label: 'Only list' },
        ]}
      />
    </FormField>
    <FormField label="What for">
      <Input
        value={value.description}
        onChange={({ detail }) => onChange({ ...value, description: detail.value })}
      />
    </FormField>
  </>
);

const hoursText = {
  create: ['Ends after', 'Hours, at most 36; it then has a security token, too. Empty: never.'],
  rotate: ['The old secret still counts for', 'Hours, at most 168; 0 ends it at once.'],
} as const;

/** What is asked before a key is made or rotated. */
export const KeyFields = ({ kind, value, onChange }: KeyFieldsProps) => {
  const [label, description] = hoursText[kind];
  return (
    <SpaceBetween size="m">
      {kind === 'create' && <CreateFields value={value} onChange={onChange} />}
      <FormField label={label} description={description}>
        <Input
          type="number"
          value={value.hours}
          onChange={({ detail }) => onChange({ ...value, hours: detail.value })}
        />
      </FormField>
    </SpaceBetween>
  );
};
