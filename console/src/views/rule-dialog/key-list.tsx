import Autosuggest from '@cloudscape-design/components/autosuggest';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import List from '@cloudscape-design/components/list';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { mostKeys } from './draft';
import { addKeys } from './keys';

export type KeyListProps = {
  readonly label: string;
  readonly description?: string;
  readonly keys: readonly string[];
  readonly suggestions: readonly string[];
  /** 50 unless given. */
  readonly most?: number;
  /** They can be put in order, by drag or by arrows. */
  readonly isOrdered?: boolean;
  readonly onChange: (keys: readonly string[]) => void;
};

const AddKey = ({ keys, suggestions, most = mostKeys, onChange }: KeyListProps) => {
  const [text, setText] = useState('');
  const add = (typed: string): void => {
    onChange(addKeys(keys, typed, most));
    setText('');
  };
  return (
    <Autosuggest
      value={text}
      placeholder="Type a key, then Enter"
      enteredTextLabel={(typed) => `Add "${typed}"`}
      disabled={keys.length >= most}
      options={suggestions.filter((key) => !keys.includes(key)).map((value) => ({ value }))}
      onChange={({ detail }) => setText(detail.value)}
      onSelect={({ detail }) => add(detail.value)}
      onKeyDown={({ detail }) => {
        if (detail.key === 'Enter') add(text);
      }}
    />
  );
};

/** Up to 50 keys, with suggestions, each once. */
export const KeyList = (props: KeyListProps) => {
  const { label, description, keys, most = mostKeys, isOrdered = false, onChange } = props;
  return (
    <FormField
      label={label}
      description={description}
      constraintText={`${keys.length} of ${most} keys`}
    >
      <SpaceBetween size="xs">
        <AddKey {...props} />
        {keys.length > 0 && (
          <List
            items={keys}
            sortable={isOrdered}
            disablePaddings
            ariaLabel={label}
            onSortingChange={({ detail }) => onChange([...detail.items])}
            renderItem={(key) => ({
              id: key,
              content: key,
              actions: (
                <Button
                  variant="inline-icon"
                  iconName="close"
                  ariaLabel={`Remove ${key}`}
                  onClick={() => onChange(keys.filter((each) => each !== key))}
                />
              ),
            })}
          />
        )}
      </SpaceBetween>
    </FormField>
  );
};
