import * as z from 'zod/mini';
import { InvalidInputError, TerminalError } from '../../model/errors.ts';
import { readAnswer } from '../api.ts';
import { chunksOf, eventsIn } from '../event-file.ts';
import { progressBar } from '../progress-bar.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { addEventExplain } from './event-explain.ts';

const rejection = z.object({ index: z.number(), code: z.string(), message: z.string() });
const sentAnswer = z.object({ accepted: z.number(), rejected: z.array(rejection) });

type Sent = z.infer<typeof sentAnswer>;

/** Rejected events that are told one by one to a person. */
const mostTold = 10;

const readFile = async (file: string, { readText }: CliDeps): Promise<string> => {
  try {
    return await readText(file);
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new InvalidInputError({
      code: 'InvalidEventFile',
      message: `${file} cannot be read: ${problem}`,
      cause,
    });
  }
};

/** Sends chunk after chunk; indexes of rejected events count from the first of all. */
const sendAll = async (
  { api, terminal, isJson }: Session,
  events: readonly unknown[],
): Promise<Sent> => {
  const sent: Sent = { accepted: 0, rejected: [] };
  let start = 0;
  for (const chunk of chunksOf(events)) {
    const call = { method: 'POST', path: ['events'], accountId: null, body: chunk } as const;
    const { accepted, rejected } = readAnswer(sentAnswer, await api.call(call));
    const offset = start;
    sent.accepted += accepted;
    sent.rejected.push(...rejected.map((each) => ({ ...each, index: each.index + offset })));
    start += chunk.length;
    if (terminal.isInteractive && !isJson) {
      terminal.show(`${progressBar(start / events.length)} ${start} of ${events.length}`);
    }
  }
  return sent;
};

const tellSent = (session: Session, { accepted, rejected }: Sent): void => {
  const { terminal } = session;
  tellAnswer(session, { accepted, rejected }, () => {
    terminal.print(`${accepted} accepted, ${rejected.length} rejected`);
    for (const { index, message } of rejected.slice(0, mostTold)) {
      terminal.tell(`event ${index + 1}: ${message}`);
    }
    if (rejected.length > mostTold) {
      terminal.tell(`and ${rejected.length - mostTold} more; --json tells all`);
    }
  });
  if (rejected.length === 0) return;
  throw new TerminalError({
    code: 'EventsRejected',
    message: `${rejected.length} of ${accepted + rejected.length} events were rejected`,
  });
};

/** `heirtag events send`, `explain`: events from a file onto the bus, and what became of them. */
export const addEvents = (root: Root, deps: CliDeps): void => {
  const events = root
    .command('events')
    .description('Events of the cloud: send them from a file, tell what one led to.')
    .addHelpText(
      'after',
      examplesText(
        'events send events.json',
        'events send - < trail.ndjson',
        'events explain 8A8E2F21-RunInstances',
      ),
    );
  addEventExplain(events, deps);

  events
    .command('send')
    .description(
      'Send ActionTrail records, alone or in envelopes: one, a JSON list, or one a line.',
    )
    .argument('<file>', 'the file; - for the standard input')
    .addHelpText(
      'after',
      examplesText(
        'events send events.json',
        'events send - < trail.ndjson',
        'events send - --json',
      ),
    )
    .action(async (file, _, command) => {
      const session = openSession(command.optsWithGlobals(), deps);
      tellSent(session, await sendAll(session, eventsIn(await readFile(file, deps))));
    });
};
