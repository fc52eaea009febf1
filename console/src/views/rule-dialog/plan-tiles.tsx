import type { PlanCounts, PlanStep } from '../../api/answers';
import { count } from '../../ui/numbers';

/** What of a plan is looked at. */
export const planKinds = [
  'changes',
  'set',
  'overwrites',
  'removed',
  'refused',
  'unchanged',
] as const;
export type PlanKind = (typeof planKinds)[number];

const isOfKind: Readonly<Record<PlanKind, (step: PlanStep) => boolean>> = {
  changes: ({ action }) => action !== 'keep',
  set: ({ action }) => action === 'set',
  overwrites: ({ reason }) => reason === 'overwrites',
  removed: ({ action }) => action === 'remove',
  refused: ({ action }) => action === 'refuse',
  unchanged: ({ action }) => action === 'keep',
};

export const stepsOf = <Step extends PlanStep>(
  kind: PlanKind,
  steps: readonly Step[],
): readonly Step[] => steps.filter(isOfKind[kind]);

type Tile = {
  readonly kind: PlanKind;
  readonly text: string;
  readonly of: (counts: PlanCounts) => number;
};

const tiles: readonly Tile[] = [
  { kind: 'set', text: 'Set', of: ({ set }) => set },
  { kind: 'overwrites', text: 'Overwritten', of: ({ overwrites }) => overwrites },
  { kind: 'removed', text: 'Removed', of: ({ remove }) => remove },
  { kind: 'refused', text: 'Refused', of: ({ refuse }) => refuse },
  { kind: 'unchanged', text: 'Unchanged', of: ({ keep }) => keep },
];

export type PlanTilesProps = {
  readonly counts: PlanCounts;
  readonly isPart: boolean;
  readonly kind: PlanKind;
  readonly onKind: (kind: PlanKind) => void;
};

const callsText = ({ leastCloudCalls, cloudCalls }: PlanCounts): string =>
  leastCloudCalls === cloudCalls
    ? count(cloudCalls)
    : `${count(leastCloudCalls)}–${count(cloudCalls)}`;

/** The plan in figures; each one narrows the table to what it counts. */
export const PlanTiles = ({ counts, isPart, kind, onKind }: PlanTilesProps) => {
  const least = isPart ? '≥ ' : '';
  return (
    <div className="tiles">
      <div className="tile">
        <span className="figure">
          {least}
          {count(counts.resources)}
        </span>{' '}
        Resources
      </div>
      {tiles.map((tile) => (
        <button
          key={tile.kind}
          type="button"
          className={`tile tile-${tile.kind}`}
          aria-pressed={kind === tile.kind}
          onClick={() => onKind(kind === tile.kind ? 'changes' : tile.kind)}
        >
          <span className="figure">
            {least}
            {count(tile.of(counts))}
          </span>{' '}
          {tile.text}
        </button>
      ))}
      <div className="tile" title="As few as the first figure when equal changes go together">
        <span className="figure">
          {least}
          {callsText(counts)}
        </span>{' '}
        Cloud calls
      </div>
    </div>
  );
};
