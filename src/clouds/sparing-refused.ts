import type { Clock } from '../model/clock.ts';
import { AccessDeniedError } from '../model/errors.ts';

/** How long a refusal counts before the cloud is asked again: so long, whoever asks hears the same. */
const refusedMs = 60_000;

export type SparingOptions = {
  readonly clock: Clock;
  /** Told each time that the cloud refuses, not each time that somebody hears of it. */
  readonly onRefused: (error: AccessDeniedError) => void;
};

/** Asks for what is refused, such as the role of an account, no more than once a minute, however many want it. */
export const sparingRefused = <Given>(
  fetch: () => Promise<Given>,
  { clock, onRefused }: SparingOptions,
): (() => Promise<Given>) => {
  let refused: { readonly error: AccessDeniedError; readonly until: number } | undefined;
  return async () => {
    if (refused !== undefined && clock() < refused.until) throw refused.error;
    try {
      return await fetch();
    } catch (error) {
      if (error instanceof AccessDeniedError) {
        refused = { error, until: clock() + refusedMs };
        onRefused(error);
      }
      throw error;
    }
  };
};
