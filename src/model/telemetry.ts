/** Facts about one thing: event id, resource, rule, outcome. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log lines. */
export type Log = {
  /** Left out unless somebody asks for it: POWERTOOLS_LOG_LEVEL=DEBUG. */
  readonly debug: (message: string, fields: LogFields) => void;
  readonly info: (message: string, fields: LogFields) => void;
  readonly warn: (message: string, fields: LogFields) => void;
  readonly error: (message: string, fields: LogFields) => void;
};

/** CloudWatch namespace of all metrics. */
export const metricNamespace = 'Heirtag';

/** The functions of a stage. */
export type ServicePart = 'worker' | 'admin' | 'tag-api' | 'secret-upkeep' | 'rules' | 'ingest';

/** Name of a function of a stage: in every log line, and the dimension `service` of every metric. */
export const serviceNameOf = (stage: string, part: ServicePart): string =>
  `heirtag-${stage}-${part}`;

/** What is counted; `metric-facts.ts` says what each means. Units: counts, but for `…Milliseconds`. */
export const metricNames = [
  'MessagesDone',
  'MessagesIgnored',
  'EventsTouchingNothing',
  'MessagesMalformed',
  'MessagesFailed',
  'MessagesPutOff',
  'CallsThrottled',
  'CircuitsOpened',
  'RolesRefused',
  'RetryAgeMilliseconds',
  'ResourcesChanged',
  'ResourcesConverged',
  'ResourcesGone',
  'TagsSet',
  'TagsRemoved',
  'TagsRefused',
  'TagsContested',
  'UnknownCloudErrors',
  'LedgerConflicts',
  'SweepFindings',
  'SweepSteps',
  'EventsReplayed',
  'SignaturesRefused',
  'LagMilliseconds',
] as const;

export type MetricName = (typeof metricNames)[number];

/** Names the account that something is counted for. */
export const accountDimension = 'accountId';

/** What some are counted apart by, and not as a whole: the name of a dimension. */
export const countedApartBy: Readonly<Partial<Record<MetricName, string>>> = {
  EventsTouchingNothing: 'reason',
  RolesRefused: accountDimension,
};

/** Counts and durations, handed over once per invocation. */
export type Meter = {
  /** @param apart what `countedApartBy` wants of this metric */
  readonly add: (name: MetricName, value: number, apart?: string) => void;
  readonly flush: () => void;
};
