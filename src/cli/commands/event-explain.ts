import { atTime, countOf } from '../cells.ts';
import { fold } from '../fit-text.ts';
import {
  type HistoryEntry,
  historyEntry,
  isRefusal,
  printHistory,
  shownPrincipal,
} from '../history-words.ts';
import { momentFrom } from '../list-options.ts';
import { readPages } from '../pages.ts';
import { examplesText, type Subcommand } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import type { Terminal } from '../terminal.ts';

/** Entries of one event that are told: an event may change thousands of resources. */
const mostEntries = 100_000;

/** What stands in no record, because nothing is written where nothing changes. */
const unrecorded =
  'Only changes and refusals are recorded. Whatever else the event touched was as the rules want it, or no rule is about it.';

const tellNone = ({ print, tell }: Terminal, eventId: string, from: string): void => {
  print(`no tag was changed or refused on event ${eventId} since ${from}`);
  tell(
    `The event touched nothing that a rule is about, or found all in order; or it waits (heirtag queue), is older (--from), or never came. ${unrecorded}`,
  );
};

const summaryOf = ({ cause }: HistoryEntry, entries: readonly HistoryEntry[]): string => {
  const changes = entries.filter((entry) => !isRefusal(entry));
  const resources = new Set(changes.map(({ resource }) => resource)).size;
  const changed = `${countOf(changes.length, 'tag')} changed on ${countOf(resources, 'resource')}`;
  return `${cause.eventName} of ${shownPrincipal(cause)} ${atTime(cause.eventTime)}: ${changed}, ${entries.length - changes.length} refused`;
};

const explain = async (session: Session, eventId: string, from: string): Promise<void> => {
  const { api, terminal } = session;
  const { answer, items } = await readPages(
    api,
    { method: 'GET', path: ['history'], query: { eventId, from } },
    { field: 'entries', item: historyEntry, most: mostEntries },
  );
  tellAnswer(session, answer, () => {
    const [first] = items;
    if (first === undefined) return tellNone(terminal, eventId, from);
    fold(summaryOf(first, items), terminal.tableWidth).forEach(terminal.print);
    printHistory(terminal, items, ['CAUSE', 'BY', 'EVENT']);
    terminal.tell(unrecorded);
  });
};

/** `heirtag events explain`: what an event led to. */
export const addEventExplain = (events: Subcommand, deps: CliDeps): void => {
  events
    .command('explain')
    .description('Tell what was changed and refused on an event, by the history.')
    .argument('<event id>', 'its id, as history -o wide tells it')
    .option(
      '--from <time>',
      'not before: 2026-03-01, or 2h, 30d ago; 7d ago unless given',
      momentFrom,
    )
    .addHelpText(
      'after',
      examplesText(
        'events explain 8A8E2F21-RunInstances',
        'events explain 8A8E2F21-RunInstances --from 30d',
      ),
    )
    .action((eventId, { from = momentFrom('7d') }, command) =>
      explain(openSession(command.optsWithGlobals(), deps), eventId, from),
    );
};
