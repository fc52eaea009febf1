import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import type { Rule } from '../../api/answers';
import { useTagKeys } from '../../data/tag-keys';
import type { Act } from './acts';
import type { Draft } from './draft';
import { KeyList } from './key-list';
import { PolicyFields } from './policy-fields';

export type SettingFieldsProps = {
  readonly act: Act;
  readonly rules: readonly Rule[];
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
};

/** Most withheld keys that a rule lets through. */
const mostLetThrough = 10;

const existingHint = (rules: readonly Rule[]): string => {
  const able = rules.filter(({ supportsExisting }) => supportsExisting);
  if (able.length === 0) return 'Not supported for this type of association.';
  if (able.length < rules.length) {
    return `${rules.length - able.length} of the chosen rules cannot be applied to existing resources.`;
  }
  return 'Applies the rule once to everything that is associated already.';
};

type PartProps = Pick<SettingFieldsProps, 'rules' | 'draft'> & {
  readonly change: (part: Partial<Draft>) => void;
};

const ScopeFields = ({ rules, draft, change }: PartProps) => {
  const suggestions = useTagKeys(rules);
  return (
    <>
      <FormField label="Tag scope" description="Which tag keys are inherited.">
        <RadioGroup
          value={draft.scope}
          ariaLabel="Tag scope"
          onChange={({ detail }) => change({ scope: detail.value === 'some' ? 'some' : 'all' })}
          items={[
            { value: 'all', label: 'All tag keys' },
            {
              value: 'some',
              label: 'Only some',
              description: 'In this order, when a resource has no room for all.',
            },
          ]}
        />
      </FormField>
      {draft.scope === 'some' && (
        <KeyList
          label="Inherited keys"
          keys={draft.tagKeys}
          suggestions={suggestions}
          isOrdered
          onChange={(tagKeys) => change({ tagKeys })}
        />
      )}
    </>
  );
};

const AdvancedFields = ({ rules, draft, change }: PartProps) => {
  const suggestions = useTagKeys(rules);
  const isUsed = draft.excludedKeys.length + draft.letThroughKeys.length > 0;
  return (
    <ExpandableSection headerText="Advanced" defaultExpanded={isUsed}>
      <SpaceBetween size="l">
        <KeyList
          label="Excluded keys"
          description="Never inherited. A * at the end stands for any ending."
          keys={draft.excludedKeys}
          suggestions={suggestions}
          onChange={(excludedKeys) => change({ excludedKeys })}
        />
        <KeyList
          label="Keys to let through"
          description="Keys that other software reads as evidence are withheld; these are inherited all the same."
          keys={draft.letThroughKeys}
          suggestions={[]}
          most={mostLetThrough}
          onChange={(letThroughKeys) => change({ letThroughKeys })}
        />
        <PolicyFields draft={draft} onChange={change} />
      </SpaceBetween>
    </ExpandableSection>
  );
};

const ApplyField = ({ rules, draft, change }: PartProps) => (
  <FormField label="Apply to existing resources" description={existingHint(rules)}>
    <Toggle
      checked={draft.isApplied}
      disabled={!rules.some(({ supportsExisting }) => supportsExisting)}
      onChange={({ detail }) => change({ isApplied: detail.checked })}
    >
      Apply
    </Toggle>
  </FormField>
);

/** A rule's setting: Tag Scope, Apply To Existing Resources, and what is rarely changed; many rules may keep their own. */
export const SettingFields = ({ rules, draft, onChange }: SettingFieldsProps) => {
  const change = (part: Partial<Draft>): void => onChange({ ...draft, ...part });
  const part = { rules, draft, change };
  const isMany = rules.length > 1;
  return (
    <SpaceBetween size="l">
      {isMany && (
        <Toggle
          checked={draft.isShared}
          description="Else each rule keeps the tag scope and policy that it has."
          onChange={({ detail }) => change({ isShared: detail.checked })}
        >
          Give all of them one setting
        </Toggle>
      )}
      {(!isMany || draft.isShared) && <ScopeFields {...part} />}
      <ApplyField {...part} />
      {(!isMany || draft.isShared) && <AdvancedFields {...part} />}
    </SpaceBetween>
  );
};
