import DateInput from '@cloudscape-design/components/date-input';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useRules } from '../data/rules';
import { useQueryState } from '../routing/query';
import { shortRule } from './short-names';

type FieldProps = {
  /** The parameter of the address. */
  readonly name: string;
  readonly label: string;
};

/** A text in the address. */
export const TextField = ({
  name,
  label,
  placeholder = '',
}: FieldProps & { readonly placeholder?: string }) => {
  const [text, setText] = useQueryState(name);
  return (
    <FormField label={label}>
      <Input
        value={text}
        placeholder={placeholder}
        onChange={({ detail }) => setText(detail.value)}
      />
    </FormField>
  );
};

export type Choice = { readonly value: string; readonly label: string };

/** One of some choices in the address; the first one is none. */
export const ChoiceField = ({
  name,
  label,
  choices,
  none = 'Any',
}: FieldProps & { readonly choices: readonly Choice[]; readonly none?: string }) => {
  const [stored, store] = useQueryState(name);
  const options = [{ value: '', label: none }, ...choices];
  return (
    <FormField label={label}>
      <Select
        selectedOption={
          options.find(({ value }) => value === stored) ?? { value: stored, label: stored }
        }
        options={options}
        filteringType={options.length > 10 ? 'auto' : 'none'}
        onChange={({ detail }) => store(detail.selectedOption.value ?? '')}
      />
    </FormField>
  );
};

/** A rule in the address. */
export const RuleField = ({ name, label }: FieldProps) => {
  const { data = [] } = useRules();
  const choices = data.map(({ settingName }) => ({
    value: settingName,
    label: shortRule(settingName),
  }));
  return <ChoiceField name={name} label={label} choices={choices} />;
};

/** A day in the address. */
export const DayField = ({ name, label }: FieldProps) => {
  const [stored, store] = useQueryState(name);
  return (
    <FormField label={label}>
      <DateInput
        format="iso"
        value={stored}
        placeholder="YYYY-MM-DD"
        onChange={({ detail }) => store(detail.value)}
      />
    </FormField>
  );
};
