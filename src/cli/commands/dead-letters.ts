import * as z from 'zod';
import { readAnswer } from '../api.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';

const queueAnswer = z.object({ dead: z.number() });
const redriveAnswer = z.object({ moved: z.number(), left: z.number() });

/** Dead letters that one call moves. */
const perCall = 100;

const inWords = (count: number): string =>
  `${count} ${count === 1 ? 'dead letter' : 'dead letters'}`;

const count = async (session: Session): Promise<void> => {
  const answer = await session.api.call({ method: 'GET', path: ['queue'] });
  const { dead } = readAnswer(queueAnswer, answer);
  tellAnswer(session, { dead }, () => session.terminal.print(inWords(dead)));
};

/** Moves the dead letters that there are; one that dies again meanwhile is not moved a second time. */
const redrive = async (session: Session): Promise<void> => {
  const { api, terminal } = session;
  let moved = 0;
  let all: number | undefined;
  for (;;) {
    const answer = readAnswer(
      redriveAnswer,
      await api.call({
        method: 'POST',
        path: ['dead-letters', 'redrive'],
        body: { limit: Math.min(perCall, (all ?? perCall) - moved) },
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

/** `heirtag dead-letters`: messages that failed too often. */
export const addDeadLetters = (root: Root, deps: CliDeps): void => {
  const deadLetters = root
    .command('dead-letters')
    .description('Messages that failed too often: count them, try them again.')
    .addHelpText('after', examplesText('dead-letters count', 'dead-letters redrive'));

  deadLetters
    .command('count')
    .description('Say how many there are.')
    .addHelpText('after', examplesText('dead-letters count', 'dead-letters count --json'))
    .action((_, command) => count(openSession(command.optsWithGlobals(), deps)));

  deadLetters
    .command('redrive')
    .description('Move all of them back to the queue.')
    .addHelpText('after', examplesText('dead-letters redrive'))
    .action((_, command) => redrive(openSession(command.optsWithGlobals(), deps)));
};
