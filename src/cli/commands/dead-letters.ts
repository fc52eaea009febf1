import { Option } from '@commander-js/extra-typings';
import * as z from 'zod/mini';
import { letterKinds } from '../../admin/letters-meant.ts';
import { readAnswer } from '../api.ts';
import { countOf, timeCell } from '../cells.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { type Heading, printTable } from '../table.ts';

const listAnswer = z.object({
  dead: z.number(),
  deadLetters: z.array(
    z.object({
      id: z.string(),
      sentAt: z.string(),
      kind: z.string(),
      error: z._default(
        z.nullable(
          z.object({ code: z.string(), message: z.string(), time: z.nullable(z.string()) }),
        ),
        null,
      ),
      body: z.string(),
    }),
  ),
});
const redriveAnswer = z.object({ moved: z.number(), left: z.number() });

/** Dead letters that one call moves. */
const perCall = 100;

const inWords = (count: number): string => countOf(count, 'dead letter');

const headings: readonly Heading[] = [
  'SENT',
  'KIND',
  { heading: 'ID', isSpare: true },
  { heading: 'WHY', ifLong: 'cut' },
  { heading: 'BODY', ifLong: 'cut' },
];

const list = async (session: Session): Promise<void> => {
  const { api, terminal } = session;
  const path = ['dead-letters'];
  const { dead, deadLetters } = readAnswer(
    listAnswer,
    await api.call({ method: 'GET', path, isForStage: true }),
  );
  tellAnswer(session, { dead, deadLetters }, () => {
    if (deadLetters.length > 0) {
      const rows = deadLetters.map(({ id, sentAt, kind, error, body }) => [
        timeCell(sentAt),
        kind,
        id,
        error === null ? 'the worker died of it' : `${error.code}: ${error.message}`,
        body,
      ]);
      printTable(terminal, headings, rows);
    }
    terminal.tell(inWords(dead));
  });
};

/** Which dead letters are meant. */
type Meant = { readonly kind?: string | undefined; readonly ids?: readonly string[] | undefined };

const meant = (ids: readonly string[], kind: string | undefined): Meant => ({
  kind,
  ids: ids.length === 0 ? undefined : ids,
});

/** Moves the dead letters that there are; one that dies again meanwhile is not moved a second time. */
const redrive = async (session: Session, which: Meant): Promise<void> => {
  const { api, terminal } = session;
  let moved = 0;
  let all: number | undefined;
  for (;;) {
    const answer = readAnswer(
      redriveAnswer,
      await api.call({
        method: 'POST',
        path: ['dead-letters', 'redrive'],
        isForStage: true,
        body: { limit: Math.min(perCall, (all ?? perCall) - moved), ...which },
      }),
    );
    moved += answer.moved;
    all ??= answer.moved + answer.left;
    if (answer.moved === 0 || moved >= all) {
      const { left } = answer;
      tellAnswer(session, { moved, left }, () =>
        terminal.print(`${inWords(moved)} moved back to the queue, ${left} left`),
      );
      return;
    }
    if (terminal.isInteractive) terminal.show(`${moved} moved, ${answer.left} left`);
  }
};

const discardAnswer = z.object({ discarded: z.number(), left: z.number() });

/** Throws dead letters away, call by call, until no more are found. */
const discard = async (session: Session, which: Meant, isAll: boolean): Promise<void> => {
  const { api, terminal } = session;
  const body = { limit: perCall, ...which, ...(isAll ? { all: true } : {}) };
  let discarded = 0;
  for (;;) {
    const answer = readAnswer(
      discardAnswer,
      await api.call({
        method: 'POST',
        path: ['dead-letters', 'discard'],
        isForStage: true,
        body,
      }),
    );
    discarded += answer.discarded;
    if (answer.discarded === perCall) continue;
    const { left } = answer;
    tellAnswer(session, { discarded, left }, () =>
      terminal.print(`${inWords(discarded)} thrown away, ${left} left`),
    );
    return;
  }
};

const kindOption = () =>
  new Option('--kind <kind>', 'only those of this kind').choices(letterKinds);

/** `heirtag dead-letters`: messages that nobody could handle. */
export const addDeadLetters = (root: Root, deps: CliDeps): void => {
  const deadLetters = root
    .command('dead-letters')
    .description(
      'Messages that nobody could handle: look at them, try them again, throw them away.',
    )
    .addHelpText('after', examplesText('dead-letters list', 'dead-letters redrive'));

  deadLetters
    .command('list')
    .description('Show some, oldest first, and why each failed.')
    .addHelpText('after', examplesText('dead-letters list', 'dead-letters list --json'))
    .action((_, command) => list(openSession(command.optsWithGlobals(), deps)));

  deadLetters
    .command('redrive')
    .description('Move them back to the queue: all, those of a kind, or some by their ids.')
    .argument('[id...]', 'ids, as list -o json or -o wide tells them')
    .addOption(kindOption())
    .addHelpText('after', examplesText('dead-letters redrive', 'dead-letters redrive --kind event'))
    .action((ids, { kind }, command) =>
      redrive(openSession(command.optsWithGlobals(), deps), meant(ids, kind)),
    );

  deadLetters
    .command('discard')
    .description('Throw them away for good: those of a kind, some by their ids, or all.')
    .argument('[id...]', 'ids, as list -o json or -o wide tells them')
    .addOption(kindOption())
    .option('--all', 'all of them')
    .addHelpText(
      'after',
      examplesText('dead-letters discard --kind malformed', 'dead-letters discard --all'),
    )
    .action((ids, { kind, all = false }, command) =>
      discard(openSession(command.optsWithGlobals(), deps), meant(ids, kind), all),
    );
};
