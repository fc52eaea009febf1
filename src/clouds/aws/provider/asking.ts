import type { AccountRegion } from '../../call.ts';
import type { Call } from '../../provider.ts';
import type { Clients } from './clients.ts';
import type { Classify } from './errors.ts';

/** The longest that a read may take. Seconds. */
const readSeconds = 10;

/** One read of AWS. */
export type Question = {
  /** As `<service>:<operation>`. */
  readonly api: string;
  /** In plain words, for errors: "describing vol-1". */
  readonly what: string;
  /** Goes on with a listing. */
  readonly cursor?: string | undefined;
};

/** What the clients take beside a command. */
export type SendOptions = { readonly abortSignal: AbortSignal };

/** Where reads are made, and how. */
export type Asking = AccountRegion & {
  readonly clients: Clients;
  /**
   * Asks AWS once.
   * @param send makes the call
   * @throws one of our classes of errors
   */
  readonly ask: <T>(question: Question, send: (options: SendOptions) => Promise<T>) => Promise<T>;
};

export type AskingDeps = AccountRegion & {
  readonly clients: Clients;
  readonly classify: Classify;
};

/** Reads of an account and region that go through what a call has to go through. */
export const askingBy = (
  { accountId, region, clients, classify }: AskingDeps,
  { pass }: Call,
): Asking => ({
  accountId,
  region,
  clients,
  ask: ({ api, what, cursor }, send) =>
    pass(
      { accountId, region, api, what, seconds: readSeconds, mayArriveLate: false },
      async (abortSignal) => {
        try {
          return await send({ abortSignal });
        } catch (thrown) {
          const attempt = { what, isWrite: false, hasCursor: cursor !== undefined };
          const problem = classify(thrown, attempt);
          throw problem.kind === 'refused' ? thrown : problem.error;
        }
      },
    ),
});
