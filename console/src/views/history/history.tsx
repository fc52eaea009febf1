import { useAccount } from '../../data/account';
import { type HistoryFilter, readHistory } from '../../data/history';
import { useRoute } from '../../routing/route';
import { CsvButton } from '../../ui/csv-button';
import { DayField, RuleField, TextField } from '../../ui/filter-fields';
import { Filters } from '../../ui/filters';
import { useSettled } from '../../ui/use-settled';
import { HistoryTable } from './history-table';

const names = ['resource', 'settingName', 'key', 'eventId', 'from', 'to'] as const;

/** Milliseconds without a key before a filter counts. */
const settleMs = 400;

const useFilter = (): HistoryFilter => {
  const { query } = useRoute();
  const here = new URLSearchParams(names.map((name) => [name, query.get(name) ?? '']));
  return Object.fromEntries(new URLSearchParams(useSettled(here.toString(), settleMs)));
};

const head = [
  'time',
  'resource',
  'key',
  'action',
  'previous',
  'value',
  'rule',
  'primary',
  'reason',
  'eventName',
  'eventId',
  'principal',
];

/** What was set, removed and refused, when, and on which event. */
export const History = () => {
  const filter = useFilter();
  const accountId = useAccount();
  return (
    <HistoryTable
      filter={filter}
      actions={
        <CsvButton
          name="history.csv"
          head={head}
          readPage={async (cursor) => {
            const { items, next } = await readHistory(accountId, filter, { cursor });
            const lines = items.map(({ cause, ...entry }) => [
              entry.time,
              entry.resource,
              entry.key,
              entry.action,
              entry.previous,
              entry.value,
              entry.rule,
              entry.primary,
              entry.reason,
              cause.eventName,
              cause.eventId,
              cause.principal,
            ]);
            return { lines, next };
          }}
        />
      }
      filters={
        <Filters names={names}>
          <TextField name="resource" label="Resource" placeholder="arn:…" />
          <RuleField name="settingName" label="Rule" />
          <TextField name="key" label="Key" />
          <TextField name="eventId" label="Event" />
          <DayField name="from" label="From" />
          <DayField name="to" label="To" />
        </Filters>
      }
    />
  );
};
