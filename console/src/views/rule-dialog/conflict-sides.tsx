import Table from '@cloudscape-design/components/table';
import type { Rule } from '../../api/answers';
import { definitionsOf } from '../../ui/columns';
import { shortRule } from '../../ui/short-names';
import { type Draft, draftOf } from './draft';

const keysText = (keys: readonly string[]): string => keys.join(', ') || 'none';

/** What a setting says, line by line. */
const linesOf = (draft: Draft) =>
  [
    ['Tag scope', draft.scope === 'all' ? 'all keys' : keysText(draft.tagKeys)],
    ['Excluded keys', keysText(draft.excludedKeys)],
    ['Keys to let through', keysText(draft.letThroughKeys)],
    ['Apply to existing', draft.isApplied ? 'yes' : 'no'],
    ['On conflict', draft.policy],
    ['Restore', draft.isRestored ? 'yes' : 'no'],
  ] as const;

type Line = {
  readonly field: string;
  readonly seen: string;
  readonly stored: string;
  /** Undefined where nothing is asked for. */
  readonly ours: string | undefined;
};

const statusLine = (seen: Rule, stored: Rule): Line => {
  const textOf = ({ status }: Rule): string => (status === 'Enable' ? 'on' : 'off');
  return { field: 'Rule', seen: textOf(seen), stored: textOf(stored), ours: undefined };
};

const isDisputed = ({ seen, stored, ours = stored }: Line): boolean =>
  seen !== stored || ours !== stored;

const mark = (text: string, other: string) => (text === other ? text : <strong>{text}</strong>);

export type SidesProps = {
  /** As it was when the dialog opened. */
  readonly seen: Rule;
  readonly stored: Rule;
  readonly ours: Draft | undefined;
};

/** How a rule was seen, how it is stored now, and what is asked for; what is the same is left out. */
export const Sides = ({ seen, stored, ours }: SidesProps) => {
  const [theirs, mine] = [linesOf(draftOf(stored)), ours && linesOf(ours)];
  const lines = linesOf(draftOf(seen)).map(
    ([field, was], index): Line => ({
      field,
      seen: was,
      stored: theirs[index]?.[1] ?? '',
      ours: mine?.[index]?.[1],
    }),
  );
  const who = stored.updatedBy ?? 'somebody';
  return (
    <Table
      variant="borderless"
      wrapLines
      items={[statusLine(seen, stored), ...lines].filter(isDisputed)}
      trackBy="field"
      ariaLabels={{ tableLabel: `Both sides of ${shortRule(stored.settingName)}` }}
      columnDefinitions={definitionsOf<Line>([
        { id: 'field', header: shortRule(stored.settingName), cell: ({ field }) => field },
        { id: 'seen', header: 'As you saw it', cell: ({ seen: text }) => text },
        {
          id: 'stored',
          header: `Stored now, by ${who}`,
          cell: (line) => mark(line.stored, line.seen),
        },
        ...(ours === undefined
          ? []
          : [
              {
                id: 'ours',
                header: 'Yours',
                cell: (line: Line) => line.ours && mark(line.ours, line.stored),
              },
            ]),
      ])}
    />
  );
};
