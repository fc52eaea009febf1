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
export type ServicePart = 'worker' | 'admin' | 'tag-api' | 'secret-upkeep' | 'rules';

/** Name of a function of a stage: in every log line, and the dimension `service` of every metric. */
export const serviceNameOf = (stage: string, part: ServicePart): string =>
  `heirtag-${stage}-${part}`;

/** What is counted. Alarms and dashboard use these names. Units: counts, but for `…Milliseconds`. */
export const metricNames = [
  'MessagesDone',
  'MessagesIgnored',
  /** Proper events that were left aside, by reason: failed calls, other regions, calls of no rule. */
  'EventsTouchingNothing',
  'MessagesMalformed',
  'MessagesFailed',
  /** Messages that wait their turn because the cloud takes no more calls; no failure. */
  'MessagesPutOff',
  /** Calls that the cloud refused because there were too many. */
  'CallsThrottled',
  /** How often an API of an account and region failed so often that it is not called for some time. */
  'CircuitsOpened',
  /** How long ago a message that failed was sent; it is tried again for hours. */
  'RetryAgeMilliseconds',
  'ResourcesChanged',
  'ResourcesConverged',
  'ResourcesGone',
  'TagsSet',
  'TagsRemoved',
  'TagsRefused',
  /** Tags whose repair was given up because somebody else keeps changing them back. */
  'TagsContested',
  /** Error codes of the cloud that nobody knows: its answers are taken for what may pass. */
  'UnknownCloudErrors',
  'LedgerConflicts',
  /** Tags that a sweep found wrong and made right. */
  'SweepFindings',
  /** Steps of sweeps that were done; none for long means that sweeps do not run. */
  'SweepSteps',
  /** Events from the bus's archive, or older than a day: replays. They do not count as late. */
  'EventsReplayed',
  /** Calls of the Tag API that were refused before it was known who calls. */
  'SignaturesRefused',
  /** Event time to the last look at a resource that the event could matter to. */
  'LagMilliseconds',
] as const;

export type MetricName = (typeof metricNames)[number];

/** Counts and durations, handed over once per invocation. */
export type Meter = {
  /** @param reason counts apart, as the dimension `reason` */
  readonly add: (name: MetricName, value: number, reason?: string) => void;
  readonly flush: () => void;
};
