import { createInterface } from 'node:readline/promises';
import { Option } from '@commander-js/extra-typings';
import { InvalidInputError, TerminalError } from '../model/errors.ts';
import { fold } from './fit-text.ts';
import type { Session } from './session.ts';

/** Asks a person a question. @returns true for yes */
export type Confirm = (question: string) => Promise<boolean>;

export type AskStreams = {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
};

/** Asks on a terminal; undefined where there is none. Nothing but `y` and `yes` is a yes. */
export const confirmOn = ({ stdin, stderr }: AskStreams): Confirm | undefined => {
  if (!stdin.isTTY || !stderr.isTTY) return undefined;
  return async (question) => {
    // The terminal itself takes the line: Ctrl-C ends the command, as anywhere.
    const lines = createInterface({ input: stdin, output: stderr, terminal: false });
    const ended = new Promise<string>((resolve) => {
      lines.once('close', () => resolve(''));
    });
    const answer = await Promise.race([
      lines.question(fold(`${question} [y/N] `, stderr.columns).join('\n')),
      ended,
    ]);
    lines.close();
    return /^\s*y(es)?\s*$/i.test(answer);
  };
};

/** Whether somebody has said yes beforehand. */
export const yesOption = () => new Option('-y, --yes', 'do not ask; needed where no terminal is');

type Doubt = {
  /** What will be done, as a question. */
  readonly question: string;
  /** Somebody has said yes beforehand. */
  readonly isConfirmed: boolean;
  /** Tells what it would do. */
  readonly plan: string;
};

/**
 * Lets pass what somebody confirms.
 * @throws InvalidInputError `ConfirmationMissing` where nobody can be asked, TerminalError `Declined`
 */
export const assertConfirmed = async (
  { confirm }: Pick<Session, 'confirm'>,
  { question, isConfirmed, plan }: Doubt,
): Promise<void> => {
  if (isConfirmed) return;
  if (confirm === undefined) {
    throw new InvalidInputError({
      code: 'ConfirmationMissing',
      message: `${question} There is no terminal to answer on: add --yes to do it. ${plan} tells what it would do.`,
    });
  }
  if (await confirm(`${question} ${plan} tells what it would do.`)) return;
  throw new TerminalError({ code: 'Declined', message: 'nothing was changed' });
};
