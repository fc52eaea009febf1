import { TerminalError } from '../../model/errors.ts';
import { eventsIn } from '../../model/events-in-text.ts';
import { textIn } from '../event-file.ts';
import { readInput } from '../read-input.ts';
import { examplesText, type Root } from '../root.ts';
import { countsLine, eventLines, type Sent, sendEvents } from '../sent-events.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { addEventExplain } from './event-explain.ts';

/** Events that are told one by one to a person. */
const mostTold = 10;

/** Of many events only those are told one by one that did not do what they were sent for. */
const linesTold = (sent: Sent): readonly string[] => {
  if (sent.events.length + sent.rejected.length <= mostTold) return eventLines(sent);
  return eventLines({ ...sent, events: sent.events.filter(({ reason }) => reason !== null) });
};

const tellSent = (session: Session, sent: Sent): void => {
  const { terminal } = session;
  const { accepted, rejected } = sent;
  tellAnswer(session, sent, () => {
    const lines = linesTold(sent);
    for (const line of lines.slice(0, mostTold)) terminal.tell(line);
    if (lines.length > mostTold) {
      terminal.tell(`and ${lines.length - mostTold} more; --json tells all`);
    }
    terminal.print(countsLine(sent));
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
      "Send records of the cloud's audit trail, alone or in envelopes: one, a JSON list, or one a line.",
    )
    .argument('<file>', 'the file; - for the standard input')
    .addHelpText(
      'after',
      examplesText(
        'events send events.json',
        'events send - < trail.ndjson',
        'events send trail.gz',
        'events send - --json',
      ),
    )
    .action(async (file, _, command) => {
      const session = openSession(command.optsWithGlobals(), deps);
      tellSent(
        session,
        await sendEvents(
          session,
          eventsIn(textIn(await readInput(file, { ...deps, code: 'InvalidEventFile' }))),
        ),
      );
    });
};
