import type { MetricName } from './telemetry.ts';

/** What a metric tells. Apart from the names, so that no function carries texts that only documents need. */
export type MetricFacts = {
  /** What one of it stands for, or what is measured. */
  readonly about: string;
};

/** By name. */
export const metricFacts: Readonly<Record<MetricName, MetricFacts>> = {
  MessagesDone: { about: 'messages of the changes queue that were worked off' },
  MessagesIgnored: { about: 'messages whose event touches nothing; they are done with' },
  EventsTouchingNothing: {
    about: 'proper events that were left aside: failed calls, other regions, calls of no rule',
  },
  MessagesMalformed: { about: 'messages that nobody can read; kept among the dead letters' },
  MessagesFailed: { about: 'tries of a message that failed; it comes again, for hours' },
  MessagesPutOff: {
    about: 'messages that wait for their turn because the cloud takes no more calls; no failure',
  },
  CallsThrottled: { about: 'calls that the cloud refused because there were too many' },
  CircuitsOpened: {
    about:
      'times that an API of an account and region failed so often that it is not called for a while',
  },
  RolesRefused: {
    about:
      'times that an account did not let us in: its role was refused, or its key is none; asked again after a minute',
  },
  RetryAgeMilliseconds: { about: 'how long ago a message that failed was sent' },
  ResourcesChanged: { about: 'looks at a resource that changed its tags' },
  ResourcesConverged: { about: 'looks at a resource whose tags were right' },
  ResourcesGone: { about: 'looks at a resource that is not there any more' },
  TagsSet: { about: 'tags that were set, or got another value' },
  TagsRemoved: { about: 'tags that were removed' },
  TagsRefused: { about: 'tags that could not be set, such as beyond the quota' },
  TagsContested: {
    about: 'tags whose repair was given up because somebody else keeps changing them back',
  },
  UnknownCloudErrors: {
    about: 'error codes of the cloud that nobody knows; they are taken for what may pass',
  },
  LedgerConflicts: { about: 'writes of the ledger that somebody else was ahead of; made again' },
  SweepFindings: { about: 'tags that a sweep found wrong and made right' },
  SweepSteps: { about: 'steps of sweeps; none for long means that sweeps do not run' },
  EventsReplayed: {
    about: "events from the bus's archive, or older than a day; they do not count as late",
  },
  SignaturesRefused: {
    about:
      'calls of the Tag API, and deliveries of events, that were refused before it was known who calls',
  },
  LagMilliseconds: {
    about: 'from an event to the last look at a resource that it could matter to',
  },
};
