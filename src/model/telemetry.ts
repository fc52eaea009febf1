/** Facts about one thing: event id, resource, rule, outcome. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log lines. */
export type Log = {
  readonly info: (message: string, fields: LogFields) => void;
  readonly warn: (message: string, fields: LogFields) => void;
  readonly error: (message: string, fields: LogFields) => void;
};

/** What is counted. Alarms and dashboard use these names. Units: counts, but for `…Milliseconds`. */
export const metricNames = [
  'MessagesDone',
  'MessagesIgnored',
  'MessagesMalformed',
  'MessagesFailed',
  'ResourcesChanged',
  'ResourcesConverged',
  'ResourcesGone',
  'TagsSet',
  'TagsRemoved',
  'TagsRefused',
  'LedgerConflicts',
  /** Tags that a sweep found wrong and made right. */
  'SweepFindings',
  /** Event time to applied. */
  'LagMilliseconds',
] as const;

export type MetricName = (typeof metricNames)[number];

/** Counts and durations, handed over once per invocation. */
export type Meter = {
  readonly add: (name: MetricName, value: number) => void;
  readonly flush: () => void;
};
