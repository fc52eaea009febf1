import * as z from 'zod/mini';
import { resourceCell, timeCell } from './cells.ts';
import { shownRule } from './rule-name.ts';
import { type Cell, printTable } from './table.ts';
import type { Column } from './table-layout.ts';
import type { Terminal } from './terminal.ts';

/** An entry of the history as the API tells it, as far as it is shown. */
export const historyEntry = z.object({
  time: z.string(),
  resource: z.string(),
  key: z.string(),
  action: z.string(),
  value: z.nullable(z.string()),
  previous: z.nullable(z.string()),
  rule: z.string(),
  reason: z.string(),
  cause: z.object({
    eventId: z.string(),
    eventName: z.string(),
    eventTime: z.string(),
    principal: z.string(),
    isClaimed: z._default(z.boolean(), false),
  }),
});

/** Who did something; what an event says of it, nobody checked. */
export const shownPrincipal = ({
  principal,
  isClaimed,
}: {
  readonly principal: string;
  readonly isClaimed: boolean;
}): string => (isClaimed ? `${principal} (claimed)` : principal);

export type HistoryEntry = z.infer<typeof historyEntry>;

export const isRefusal = ({ action }: HistoryEntry): boolean => action === 'refused';

/** What stands there now; what was refused is what was asked for, and stands nowhere. */
const standing = (entry: HistoryEntry): string | null =>
  isRefusal(entry) ? entry.previous : entry.value;

const actionCell = (entry: HistoryEntry): Cell =>
  isRefusal(entry) ? { text: entry.action, style: 'yellow' } : entry.action;

const columns: readonly (Column & { readonly cell: (entry: HistoryEntry) => Cell })[] = [
  { heading: 'TIME', cell: ({ time }) => timeCell(time) },
  { heading: 'ACTION', cell: actionCell },
  { heading: 'KEY', ifLong: 'cut', cell: ({ key }) => key },
  { heading: 'WAS', ifLong: 'cut', cell: ({ previous }) => previous ?? '' },
  { heading: 'IS', ifLong: 'cut', cell: (entry) => standing(entry) ?? '' },
  { heading: 'REASON', isSpare: true, cell: ({ reason }) => reason },
  { heading: 'RULE', isSpare: true, cell: ({ rule }) => shownRule(rule) },
  { heading: 'CAUSE', isSpare: true, cell: ({ cause }) => cause.eventName },
  { heading: 'BY', ifLong: 'cut', isSpare: true, cell: ({ cause }) => shownPrincipal(cause) },
  { heading: 'EVENT', isSpare: true, cell: ({ cause }) => cause.eventId },
  { heading: 'RESOURCE', cell: ({ resource }) => resourceCell(resource) },
];

/** Prints entries. @param untold headings of columns that say the same in each */
export const printHistory = (
  terminal: Terminal,
  entries: readonly HistoryEntry[],
  untold: readonly string[] = [],
): void => {
  const shown = columns.filter(({ heading }) => !untold.includes(heading));
  printTable(
    terminal,
    shown,
    entries.map((entry) => shown.map(({ cell }) => cell(entry))),
  );
};
