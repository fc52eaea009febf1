/** Milliseconds since the epoch; passed in so that tests own time. */
export type Clock = () => number;

/** An instant as ISO 8601 with milliseconds, UTC. */
export const isoTime = (epochMs: number): string => new Date(epochMs).toISOString();

/** Does something after so many seconds. @returns what calls it off */
export type After = (seconds: number, act: () => void) => () => void;
