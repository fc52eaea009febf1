import type { Passed, Place } from '../replay/replay.ts';
import { countOf } from './cells.ts';
import type { Outcome } from './sent-events.ts';
import type { Session } from './session.ts';

/** Events that are told one by one to a person. */
const mostTold = 10;

/** What did not go as it should is told to a program one by one, up to so many: it is held until the end. */
const mostRejected = 10_000;

const counts = { accepted: 0, rejected: 0, resources: 0, touching: 0 };

/** How many of all that was found became what; they add up to it. */
export type Counts = typeof counts & Passed;

const whereOf = ({ index, input, line }: Place) => ({ index, file: input.name, line });

const lineOf = ({ place, ...outcome }: Outcome): string => {
  const where = `event ${place.index + 1} (${place.input.name === '-' ? '' : `${place.input.name}, `}line ${place.line})`;
  if (outcome.kind === 'rejected') return `${where}: rejected: ${outcome.message}`;
  return outcome.reason === null
    ? `${where}: touches ${countOf(outcome.touched, 'resource')}`
    : `${where}: touches nothing: ${outcome.reason}`;
};

const countsLine = ({ accepted, rejected, resources, touching, ...passed }: Counts): string => {
  const parts = [
    `${accepted} accepted, ${rejected} rejected; resources touched: ${resources}, events that touch nothing: ${accepted - touching}`,
    passed.outOfTime > 0 ? `of another time: ${passed.outOfTime}` : '',
    passed.sentBefore > 0 ? `sent before: ${passed.sentBefore}` : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
};

type Report = {
  readonly add: (outcome: Outcome) => void;
  readonly hasTold: () => boolean;
  /** Tells what is left to tell. */
  readonly end: (passed: Passed) => Counts;
};

const add = (sums: typeof counts, outcome: Outcome): void => {
  if (outcome.kind === 'rejected') {
    sums.rejected += 1;
    return;
  }
  sums.accepted += 1;
  sums.resources += outcome.touched;
  sums.touching += outcome.touched > 0 ? 1 : 0;
};

/** For a person: what came of each of a few events; of many, only of those that did not do what they were sent for. */
const reportInWords = ({ terminal }: Pick<Session, 'terminal'>): Report => {
  const sums = { ...counts };
  const all: string[] = [];
  const idle: string[] = [];
  return {
    add: (outcome) => {
      add(sums, outcome);
      if (all.length <= mostTold) all.push(lineOf(outcome));
      const isIdle = outcome.kind === 'rejected' || outcome.reason !== null;
      if (isIdle && idle.length <= mostTold) idle.push(lineOf(outcome));
    },
    hasTold: () => sums.accepted + sums.rejected > 0,
    end: (passed) => {
      const lines = all.length <= mostTold ? all : idle;
      for (const line of lines.slice(0, mostTold)) terminal.tell(line);
      const idleCount = sums.rejected + sums.accepted - sums.touching;
      if (lines === idle && idleCount > mostTold) {
        terminal.tell(`and ${idleCount - mostTold} more; --json tells all`);
      }
      const total = { ...sums, ...passed };
      terminal.print(countsLine(total));
      return total;
    },
  };
};

const head = '{"events":[';

/** For a program: one JSON object, written as it comes, so that a long one is held nowhere. */
const reportInJson = ({ terminal }: Pick<Session, 'terminal'>): Report => {
  const sums = { ...counts };
  const rejected: object[] = [];
  let isFirst = true;
  return {
    add: (outcome) => {
      add(sums, outcome);
      const { place, ...told } = outcome;
      if (told.kind === 'rejected') {
        const { code, message } = told;
        if (rejected.length < mostRejected) rejected.push({ ...whereOf(place), code, message });
        return;
      }
      const { touched, reason } = told;
      const event = JSON.stringify({ ...whereOf(place), touched, reason });
      terminal.write(`${isFirst ? head : ','}\n${event}`);
      isFirst = false;
    },
    hasTold: () => sums.accepted + sums.rejected > 0,
    end: (passed) => {
      const { accepted, touching, resources } = sums;
      const total = { ...sums, ...passed };
      const rest = JSON.stringify({
        accepted,
        touching,
        resources,
        ...passed,
        rejectedCount: sums.rejected,
        rejected,
      });
      terminal.write(`${isFirst ? head : ''}],\n${rest.slice(1)}\n`);
      return total;
    },
  };
};

/** Tells what became of events while they are sent. */
export const createReport = (session: Pick<Session, 'terminal' | 'isJson'>): Report =>
  session.isJson ? reportInJson(session) : reportInWords(session);
