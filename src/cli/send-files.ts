import { toBusEvent } from '../clouds/events.ts';
import { RetryableError, TerminalError } from '../model/errors.ts';
import { readTime } from '../model/event-time.ts';
import { most } from '../replay/batches.ts';
import { type Input, inputsFor } from '../replay/inputs.ts';
import { openProgressLog } from '../replay/progress-log.ts';
import { type Passed, replay } from '../replay/replay.ts';
import { progressBar } from './progress-bar.ts';
import { type Counts, createReport } from './send-report.ts';
import { type Outcome, sendBatch } from './sent-events.ts';
import type { CliDeps, Session } from './session.ts';

/** How files are sent. */
export type SendOptions = {
  /** Moments, ISO 8601; both belong to it. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Events a second. */
  readonly rate?: number | undefined;
  /** File that keeps how far it came. */
  readonly resume?: string | undefined;
  readonly dryRun?: true | undefined;
};

/** An event that does not say when it happened is of every time: one too many costs a look, one too few a tag. */
const timeFilter = ({ since, until }: SendOptions): ((event: unknown) => boolean) => {
  if (since === undefined && until === undefined) return () => true;
  const from = readTime(since) ?? '';
  const to = readTime(until) ?? '9';
  return (event) => {
    const taken = toBusEvent(event);
    const time = taken.kind === 'event' ? taken.time : undefined;
    return time === undefined || (time >= from && time <= to);
  };
};

/** Seconds before a batch is sent again that the API could not take; afterwards it fails. */
const pauses = [1, 2, 4, 8, 16, 32] as const;

/** Sends again what may work later, once anything worked: before that, it is a wrong address more likely. */
const createSender = (session: Session) => {
  let hasWorked = false;
  return async (send: () => Promise<readonly Outcome[]>): Promise<readonly Outcome[]> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const outcomes = await send();
        hasWorked = true;
        return outcomes;
      } catch (error) {
        const seconds = pauses[attempt];
        if (!hasWorked || seconds === undefined || !(error instanceof RetryableError)) throw error;
        session.terminal.tell(`${error.message} (${error.code}); again in ${seconds} s`);
        await session.pause(seconds * 1000);
      }
    }
  };
};

const sizeOf = (inputs: readonly Input[]): number | undefined => {
  const sizes = inputs.map(({ identity }) => identity?.size);
  return sizes.includes(undefined) ? undefined : sizes.reduce((sum = 0, size = 0) => sum + size, 0);
};

/** Shows how far it is: by bytes of files, else by what was sent. */
const createProgress = ({ terminal, isJson }: Session, inputs: readonly Input[]) => {
  const size = sizeOf(inputs);
  let read = 0;
  let sent = 0;
  return {
    onRead: (bytes: number): void => {
      read += bytes;
    },
    onSent: (count: number): void => {
      sent += count;
      if (!terminal.isInteractive || isJson) return;
      const bar = size === undefined || size === 0 ? '' : `${progressBar(read / size)} `;
      terminal.show(`${bar}${sent} events`);
    },
  };
};

const thrownFor = ({ accepted, rejected }: Counts): TerminalError =>
  new TerminalError({
    code: 'EventsRejected',
    message: `${rejected} of ${accepted + rejected} events were rejected`,
  });

/**
 * Sends what stands in files, folders, patterns or the standard input.
 * @throws InvalidInputError for what cannot be read @throws TerminalError `EventsRejected`
 */
export const sendFiles = async (
  session: Session,
  names: readonly string[],
  options: SendOptions & Pick<CliDeps, 'stdin'> & { readonly endpoint: string },
): Promise<void> => {
  const { rate, resume, dryRun = false, stdin, endpoint } = options;
  const inputs = await inputsFor(names, stdin);
  const log = resume === undefined ? undefined : await openProgressLog(resume, endpoint);
  const { onRead, onSent } = createProgress(session, inputs);
  const report = createReport(session);
  const patiently = createSender(session);
  const source = { inputs, log, isInTime: timeFilter(options), onRead };
  const passed: Passed = { sentBefore: 0, outOfTime: 0 };
  const mostEvents = Math.min(most.events, rate ?? most.events);
  try {
    await replay(source, mostEvents, passed, async (batch) => {
      for (const outcome of await patiently(() => sendBatch(session, batch, dryRun))) {
        report.add(outcome);
      }
      onSent(batch.events.length);
      if (rate !== undefined) await session.pause((batch.events.length / rate) * 1000);
    });
  } catch (error) {
    // What was sent is told, also when the rest could not be.
    if (report.hasTold()) report.end(passed);
    throw error;
  }
  const counts = report.end(passed);
  if (counts.rejected > 0) throw thrownFor(counts);
};
