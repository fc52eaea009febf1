import * as z from 'zod/mini';
import { readAnswer } from '../api.ts';
import { examplesText, type Root } from '../root.ts';
import { type CliDeps, openSession, type Session, tellAnswer } from '../session.ts';
import { printTable } from '../table.ts';

const queueAnswer = z.object({ waiting: z.number(), inFlight: z.number(), dead: z.number() });

/** Between two looks at the queue. Milliseconds. */
const pauseBetween = 500;

const readQueue = async ({ api }: Session) => {
  const answer = await api.call({ method: 'GET', path: ['queue'], isForStage: true });
  return { answer, counts: readAnswer(queueAnswer, answer) };
};

const tellQueue = async (session: Session, isToWait: boolean): Promise<void> => {
  const { terminal, pause } = session;
  let { answer, counts } = await readQueue(session);
  while (isToWait && counts.waiting + counts.inFlight > 0) {
    if (terminal.isInteractive) {
      terminal.show(`${counts.waiting} waiting, ${counts.inFlight} in flight`);
    }
    await pause(pauseBetween);
    ({ answer, counts } = await readQueue(session));
  }
  const row = [String(counts.waiting), String(counts.inFlight), String(counts.dead)];
  tellAnswer(session, answer, () => {
    printTable(terminal, ['WAITING', 'IN FLIGHT', 'DEAD'], [row]);
    if (counts.dead > 0) terminal.tell('heirtag dead-letters redrive tries dead letters again.');
  });
};

/** `heirtag queue`: how much work there is. */
export const addQueue = (root: Root, deps: CliDeps): void => {
  root
    .command('queue')
    .description('How many messages wait, are being worked on, and are dead.')
    .option('--wait', 'until no work is left')
    .addHelpText('after', examplesText('queue', 'queue --wait', 'queue --json'))
    .action(({ wait = false }, command) =>
      tellQueue(openSession(command.optsWithGlobals(), deps), wait),
    );
};
