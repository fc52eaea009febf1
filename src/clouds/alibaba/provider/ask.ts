import { TerminalError } from '../../../model/errors.ts';
import type { AccountRegion, ApiCall } from '../../call.ts';
import type { Call } from '../../provider.ts';
import type { Classify } from '../errors.ts';
import { type Client, CloudAnswerError, type Parameters } from './client.ts';
import type { Operation } from './operations.ts';

/** A question to the cloud's API. */
export type Question = {
  readonly operation: Operation;
  readonly parameters: Parameters;
  /** In plain words, for errors: "describing d-1". */
  readonly what: string;
};

/**
 * Asks the API of one account and region.
 * @returns the answer, as JSON says it
 * @throws one of our classes; NotFoundError where the cloud says that what was named does not exist
 */
export type Ask = (question: Question) => Promise<unknown>;

/** The longest that one question may take. Seconds. */
const readSeconds = 10;

/** A call as lanes count it: each operation of each product has limits of its own. */
export const apiOf = ({ product, action }: Operation): string => `${product}:${action}`;

export type AskOptions = {
  readonly at: AccountRegion;
  readonly client: Client;
  readonly classify: Classify;
};

/** Opens what asks through a call's lanes. */
export const askThrough = ({ at, client, classify }: AskOptions, { pass }: Call): Ask => {
  return ({ operation, parameters, what }) => {
    const apiCall: ApiCall = {
      ...at,
      api: apiOf(operation),
      what,
      seconds: readSeconds,
      mayArriveLate: false,
    };
    return pass(apiCall, async (signal) => {
      try {
        return (await client({ operation, region: at.region, parameters }, signal)).result;
      } catch (error) {
        if (!(error instanceof CloudAnswerError)) throw error;
        const { code, message } = error.answer;
        const told = `${what} by ${apiOf(operation)} answered ${code}: ${message}`;
        const problem = classify({ ...error.answer, message: told });
        throw problem.kind === 'failed'
          ? problem.error
          : new TerminalError({ code, message: told });
      }
    });
  };
};
