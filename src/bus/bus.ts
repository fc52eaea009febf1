/** An event on its way to the bus, with EventBridge's own fields. */
export type BusEvent = {
  /** Which part of which cloud it is from. */
  readonly source: string;
  /** What kind of event it is. */
  readonly detailType: string;
  /** The record of the cloud's audit trail. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The event bus, for publishing. */
export type Bus = {
  /** Publishes events; resolves when the bus has taken every one. @throws RetryableError */
  readonly publish: (events: readonly BusEvent[]) => Promise<void>;
};
