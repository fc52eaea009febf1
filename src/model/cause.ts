/** `principal` of a cause that does not say who did it. */
export const nobodyNamed = 'unknown';

/** What made us look at a resource; carried along for logs, ledger, history, and for judging "not found". */
export type Cause = {
  readonly eventId: string;
  readonly eventName: string;
  /** When it happened. ISO 8601, UTC; empty when the event does not say. */
  readonly eventTime: string;
  /** Who did it, as the audit trail names them. */
  readonly principal: string;
  /** The bus delivered it a second time, from its archive: how old it is says nothing of how late we are. */
  readonly isReplay?: true | undefined;
};
