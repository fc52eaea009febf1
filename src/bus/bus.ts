/** An event on its way to the bus, with EventBridge's own fields. */
export type BusEvent = {
  /** `acs.<product>` */
  readonly source: string;
  /** `<product>:ActionTrail:<event type>` */
  readonly detailType: string;
  /** The ActionTrail record. */
  readonly detail: Readonly<Record<string, unknown>>;
};

/** The event bus, for publishing. */
export type Bus = {
  /** Publishes events; resolves when the bus has taken every one. @throws RetryableError */
  readonly publish: (events: readonly BusEvent[]) => Promise<void>;
};
