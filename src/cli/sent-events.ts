import * as z from 'zod/mini';
import { chunksOf, type Placed, tooLargeMessage } from '../model/events-in-text.ts';
import { readAnswer } from './api.ts';
import { countOf } from './cells.ts';
import { progressBar } from './progress-bar.ts';
import type { Session } from './session.ts';

const toldEvent = z.object({
  index: z.number(),
  touched: z.number(),
  reason: z.nullable(z.string()),
});
const rejection = z.object({ index: z.number(), code: z.string(), message: z.string() });
const sentAnswer = z.object({
  accepted: z.number(),
  touching: z.number(),
  events: z.array(toldEvent),
  rejected: z.array(rejection),
});

/** What became of all events of a file; by their places in it. */
export type Sent = z.infer<typeof sentAnswer>;

const sendChunk = async ({ api }: Session, chunk: readonly Placed[]): Promise<Sent> => {
  const body = chunk.map(({ event }) => event);
  const call = { method: 'POST', path: ['events'], accountId: null, body } as const;
  const answer = readAnswer(sentAnswer, await api.call(call));
  const inFile = <T extends { readonly index: number }>(each: T): T => ({
    ...each,
    index: chunk[each.index]?.index ?? each.index,
  });
  return { ...answer, events: answer.events.map(inFile), rejected: answer.rejected.map(inFile) };
};

/** Sends events, chunk after chunk. One that is too large stays behind, and keeps no other back. */
export const sendEvents = async (session: Session, events: readonly unknown[]): Promise<Sent> => {
  const { terminal, isJson } = session;
  const { chunks, tooLarge } = chunksOf(events);
  const sent: Sent = { accepted: 0, touching: 0, events: [], rejected: [] };
  for (const chunk of chunks) {
    const { accepted, touching, events: told, rejected } = await sendChunk(session, chunk);
    sent.accepted += accepted;
    sent.touching += touching;
    sent.events.push(...told);
    sent.rejected.push(...rejected);
    if (terminal.isInteractive && !isJson) {
      const done = sent.accepted + sent.rejected.length;
      terminal.show(`${progressBar(done / events.length)} ${done} of ${events.length}`);
    }
  }
  for (const each of tooLarge) {
    sent.rejected.push({
      index: each.index,
      code: 'EventTooLarge',
      message: tooLargeMessage(each),
    });
  }
  sent.rejected.sort((left, right) => left.index - right.index);
  return sent;
};

/** The counts, in one line. */
export const countsLine = ({ accepted, touching, events, rejected }: Sent): string => {
  const resources = events.reduce((sum, { touched }) => sum + touched, 0);
  return `${accepted} accepted, ${rejected.length} rejected; resources touched: ${resources}, events that touch nothing: ${accepted - touching}`;
};

/** What became of each event, in the order of the file. */
export const eventLines = ({ events, rejected }: Sent): readonly string[] =>
  [
    ...events.map(({ index, touched, reason }) => ({
      index,
      line:
        reason === null ? `touches ${countOf(touched, 'resource')}` : `touches nothing: ${reason}`,
    })),
    ...rejected.map(({ index, message }) => ({ index, line: `rejected: ${message}` })),
  ]
    .sort((left, right) => left.index - right.index)
    .map(({ index, line }) => `event ${index + 1}: ${line}`);
