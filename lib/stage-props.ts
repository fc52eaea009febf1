// Made by `npm run docs` from lib/stage-settings.ts; a test keeps it true.

/** Settings of a stage, as the construct takes them. */
export type StageProps = {
  /** Tables and logs are kept when the stack is deleted; its tables cannot be deleted by mistake, and neither can the stage's stack (for the construct in a stack of yours, set `terminationProtection` there); somebody must hear the alarms. */
  readonly production: boolean;
  /**
   * Who hears the alarms; at least one in production.
   * @default `[]`
   */
  readonly alarmEmails?: readonly string[] | undefined;
  /**
   * Where the operators read `docs/runbook.md`; alarms link its articles there. Must be set in production.
   * @default not set
   */
  readonly runbookUrl?: string | undefined;
  /**
   * Deploy the simulated cloud and its operations. Without it and without `clouds` nothing can be turned on, and no tag is read or written.
   * @default `false`
   */
  readonly simulator?: boolean | undefined;
  /**
   * Clouds whose real resources the stage touches: `alibaba`, `aws`. docs/alibaba.md and docs/aws.md say what that needs. None unless set.
   * @default `[]`
   */
  readonly clouds?: readonly ('alibaba' | 'aws')[] | undefined;
  /**
   * With AWS: regions whose resources inherit; must be set then.
   * @default not set
   */
  readonly awsRegions?: readonly string[] | undefined;
  /**
   * With AWS: other accounts whose resources inherit, beside the stage's own. Each needs the member stack (docs/aws.md).
   * @default `[]`
   */
  readonly awsAccounts?: readonly string[] | undefined;
  /**
   * With AWS: organization all of whose accounts may have the member stack, instead of naming them.
   * @default not set
   */
  readonly awsOrganization?: string | undefined;
  /**
   * With Alibaba Cloud: accounts whose resources inherit, each with the RAM role (`roleArn`, `identityProviderArn`) or the secret of an access key (`accessKeySecret`, `userName`) by which it is reached; must be set then. docs/alibaba.md shows both.
   * @default not set
   */
  readonly alibabaAccounts?:
    | readonly (
        | {
            readonly accountId: string;
            readonly roleArn: string;
            readonly identityProviderArn: string;
          }
        | {
            readonly accountId: string;
            readonly accessKeySecret: string;
            readonly userName?: string | undefined;
          }
      )[]
    | undefined;
  /**
   * With Alibaba Cloud: takes events that its EventBridge sends to `POST /v1/ingest/alibaba`, on a host of its own, open to the internet; name of the secret that holds what a delivery must show (docs/alibaba.md). No events are taken there unless set.
   * @default not set
   */
  readonly alibabaEventsSecret?: string | undefined;
  /**
   * Deliveries of events above this rate are answered 429, and sent again later; bursts may be twice as large. 1 to 10000 requests per second.
   * @default `100`
   */
  readonly ingestRequestsPerSecond?: number | undefined;
  /**
   * Deliveries of events at once, reserved from the account's limit and never more, so that a flood from the internet leaves the worker and the HTTP API their functions; not reserved unless set. 1 to 1000 invocations.
   * @default not set
   */
  readonly ingestReservedConcurrency?: number | undefined;
  /**
   * Names under which the audit trail knows this stage, and nobody else: what they call is kept off the queue, and no look is spent on it. Name no role that others use, too: their calls would be lost. What the stage itself is called in the clouds that it touches need not be named.
   * @default `[]`
   */
  readonly ownCallers?: readonly string[] | undefined;
  /**
   * Name of the event bus; `heirtag-<stage>` unless set. It must be new.
   * @default not set
   */
  readonly busName?: string | undefined;
  /**
   * Take events from the account's default bus, too.
   * @default `false`
   */
  readonly defaultBus?: boolean | undefined;
  /**
   * Other AWS accounts that may put events on the bus.
   * @default `[]`
   */
  readonly sourceAccounts?: readonly string[] | undefined;
  /**
   * AWS organization whose accounts may put events on the bus.
   * @default not set
   */
  readonly sourceOrganization?: string | undefined;
  /**
   * Regions of Alibaba Cloud whose events are handled.
   * @default all 24
   */
  readonly cloudRegions?: readonly string[] | undefined;
  /**
   * Workers at once; each begins with that part of what the cloud's APIs allow. 2 to 1000 invocations.
   * @default `10`
   */
  readonly workerMaxConcurrency?: number | undefined;
  /**
   * Longest time for one batch; messages stay hidden six times as long. 45 to 900 seconds.
   * @default `120`
   */
  readonly workerTimeoutSeconds?: number | undefined;
  /**
   * Memory of the worker. 128 to 10240 MiB.
   * @default `512`
   */
  readonly workerMemoryMiB?: number | undefined;
  /**
   * How long a batch waits to fill up to 10 messages. 0 to 300 seconds.
   * @default `1`
   */
  readonly batchWindowSeconds?: number | undefined;
  /**
   * Memory of the HTTP API, and of the Tag API. 128 to 10240 MiB.
   * @default `512`
   */
  readonly adminMemoryMiB?: number | undefined;
  /**
   * HTTP calls at once, reserved from the account's limit; not reserved unless set. 1 to 1000 invocations.
   * @default not set
   */
  readonly adminReservedConcurrency?: number | undefined;
  /**
   * Calls of the HTTP API may name their account in the query (`/v1/rules?accountId=…`), as before accounts stood in the path; the next version drops that. Who may make such calls acts for every account.
   * @default `true`
   */
  readonly accountInQuery?: boolean | undefined;
  /**
   * HTTP calls above this rate are answered 429; bursts may be twice as large. 1 to 10000 requests per second.
   * @default `50`
   */
  readonly adminRequestsPerSecond?: number | undefined;
  /**
   * Deploy the Tag API's own protocol, for the cloud's SDKs, Terraform and the like. It is open to the internet; a call is let in by its signature.
   * @default `false`
   */
  readonly tagApi?: boolean | undefined;
  /**
   * Calls of the Tag API above this rate are answered 429; bursts may be twice as large. 1 to 10000 requests per second.
   * @default `50`
   */
  readonly tagApiRequestsPerSecond?: number | undefined;
  /**
   * Calls of the Tag API at once, reserved from the account's limit and never more, so that a flood from the internet leaves the worker and the HTTP API their functions; not reserved unless set. 1 to 1000 invocations.
   * @default not set
   */
  readonly tagApiReservedConcurrency?: number | undefined;
  /**
   * Calls of the Tag API that each access key may make in a minute. 1 to 100000 calls per minute.
   * @default `600`
   */
  readonly tagApiCallsPerMinute?: number | undefined;
  /**
   * How long a message that fails is tried again before it becomes a dead letter. 1 to 300 hours.
   * @default `6`
   */
  readonly retryHours?: number | undefined;
  /**
   * Pause before the first retry; doubles each time, up to a quarter of an hour. 1 to 900 seconds.
   * @default `5`
   */
  readonly retrySeconds?: number | undefined;
  /**
   * Deliveries after which the queue itself makes a dead letter of a message, as when the worker dies of it; more than fit into `retryHours`, or they end first. 5 to 1000 deliveries.
   * @default `100`
   */
  readonly maxReceives?: number | undefined;
  /**
   * Heirs reconciled with their event; more go back to the queue, so many a message. 1 to 500 resources.
   * @default `50`
   */
  readonly inlineHeirs?: number | undefined;
  /**
   * Reconciles at once in one batch; a job does up to five times as many together where one tag call of its cloud takes them. 1 to 500 reconciles.
   * @default `100`
   */
  readonly parallelReconciles?: number | undefined;
  /**
   * Resources one backfill or sweep looks at, on average over five seconds, all of its lanes together. Keep it below the cloud's API limits; no run of one lane came to more than 200 a second, and more than that for each lane is refused: for more, raise `jobLanes`. 1 to 10000 resources per second.
   * @default `50`
   */
  readonly jobResourcesPerSecond?: number | undefined;
  /**
   * Chains that work on one backfill or sweep side by side, each on a slice of its primaries, and share its rate. Each takes one worker while it works, and so does one that counts. 1 to 8 lanes.
   * @default `1`
   */
  readonly jobLanes?: number | undefined;
  /**
   * How long a worker that died keeps others from the resource it was writing. 20 to 900 seconds.
   * @default `30`
   */
  readonly intentSeconds?: number | undefined;
  /**
   * Tags a resource of the cloud may hold. 1 to 200 tags.
   * @default `20`
   */
  readonly maxTagsPerResource?: number | undefined;
  /**
   * How often a tag that somebody else keeps changing back is repaired before it is left alone as contested. 1 to 100 repairs.
   * @default `3`
   */
  readonly contestRepairs?: number | undefined;
  /**
   * Time in which those repairs count. 1 to 1440 minutes.
   * @default `60`
   */
  readonly contestMinutes?: number | undefined;
  /**
   * How long the history of what was set, removed and refused is kept. 1 to 3650 days.
   * @default `90`
   */
  readonly historyDays?: number | undefined;
  /**
   * Time between two sweeps for drift and lost events. 1 to 144 hours.
   * @default `24`
   */
  readonly sweepHours?: number | undefined;
  /**
   * Event time to applied, p99, and age of the oldest message above which an alarm goes off. 10 to 86400 seconds.
   * @default `300`
   */
  readonly lagAlarmSeconds?: number | undefined;
  /**
   * Table that takes the place of the stage's own state table after a restore; docs/runbook.md says how.
   * @default not set
   */
  readonly restoredStateTable?: string | undefined;
  /**
   * Rules file that is applied when it comes to the stage and whenever it changes; its path from the folder in which CDK runs. docs/rules-as-code.md says what it may hold.
   * @default not set
   */
  readonly rulesFile?: string | undefined;
  /**
   * Rules that are on, of accounts in `rulesFile`, and that it does not name, are turned off.
   * @default `false`
   */
  readonly pruneRules?: boolean | undefined;
  /**
   * What the stage announces on its bus: `docs/events-out.md` says what each event holds. Nothing unless set.
   * @default `[]`
   */
  readonly eventsOut?:
    | readonly (
        | 'TagsChanged'
        | 'TagRefused'
        | 'TagContested'
        | 'SweepFoundDrift'
        | 'JobEnded'
        | 'RuleChanged'
      )[]
    | undefined;
  /**
   * How long events are kept, so that lost time can be replayed; 0 keeps none. 0 to 365 days.
   * @default `14`
   */
  readonly archiveDays?: number | undefined;
  /**
   * The least that functions log.
   * @default `"INFO"`
   */
  readonly logLevel?: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR' | undefined;
  /**
   * How long logs are kept.
   * @default `30`
   */
  readonly logRetentionDays?:
    | 1
    | 3
    | 5
    | 7
    | 14
    | 30
    | 60
    | 90
    | 180
    | 365
    | 731
    | 1827
    | 3653
    | undefined;
};
