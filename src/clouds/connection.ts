/** What a cloud's own event service is to send, and to where. */
export type Wanted = {
  /** Where events are taken: `https://…/v1/ingest/<cloud>`. */
  readonly url: string;
  /** Ids of regions that the events are of; all that the cloud has unless given. */
  readonly regions: readonly string[] | undefined;
};

/** How a cloud's own event service is told to send events here. */
export type Connection = {
  /** The cloud's name. */
  readonly cloud: string;
  /** Regions that it can be connected in. */
  readonly regions: readonly string[];
  /**
   * The requests that make it send what the cloud's rules watch, one for each region; where a secret belongs, a name in
   * angle brackets stands.
   */
  readonly requests: (wanted: Wanted) => readonly ConnectionRequest[];
};

/** One request to a cloud's event service. */
export type ConnectionRequest = {
  readonly region: string;
  /** The operation, and the version of its API. */
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
};
