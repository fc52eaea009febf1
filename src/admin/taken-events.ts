import type { AuditEnd } from '../audit/audited.ts';
import type { BusEvent } from '../bus/bus.ts';
import { parseArn } from '../clouds/arn.ts';
import { type Taken, toBusEvent } from '../clouds/events.ts';
import { withoutOwnCalls } from '../clouds/own-calls.ts';
import type { Ignored, Reading } from '../clouds/reading.ts';
import type { HandledRegions } from '../clouds/regions.ts';
import { cutText } from '../model/cut-text.ts';
import { sqsJson } from '../queue/sqs-json.ts';

export const rejectionCodes = ['InvalidEvent', 'ForeignAccount', 'EventTooLarge'] as const;

export type Rejection = {
  readonly index: number;
  readonly code: (typeof rejectionCodes)[number];
  readonly message: string;
};

type Proper = Extract<Taken, { kind: 'event' }>;

/** Events that touch something, those that touch nothing, and those that are none. By their places. */
export type TakenEvents = {
  readonly touching: readonly {
    readonly index: number;
    readonly event: BusEvent;
    readonly touched: number;
  }[];
  readonly ignored: readonly {
    readonly index: number;
    readonly event: BusEvent;
    readonly reading: Ignored;
  }[];
  readonly rejected: readonly Rejection[];
};

/** Limited: events of other accounts are rejected. Else the account is that of events that name none. */
export type Sender =
  | { readonly isLimited: true; readonly accountIds: readonly string[] }
  | { readonly isLimited: false; readonly accountId: string | undefined };

/** Whose an event is that names no account: where it can be one's only. */
const accountOf = (sender: Sender): string | undefined => {
  if (!sender.isLimited) return sender.accountId;
  const [only, ...others] = sender.accountIds;
  return others.length === 0 ? only : undefined;
};

/** An account that an event speaks for, by itself or by what it names, and its sender does not. */
const foreignAccountIn = (
  { accountId: own, reading }: Proper,
  sender: Sender,
): string | undefined => {
  if (!sender.isLimited) return undefined;
  const named =
    reading.kind === 'touched' ? reading.resources.map(({ arn }) => parseArn(arn).accountId) : [];
  return [String(own), ...named].find((each) => !sender.accountIds.includes(each));
};

/** What bus and queue take of one event, less what the bus writes around it. Bytes. */
const mostBytes = 1_048_576 - 1024;

/** An event may grow on its way: by its account, its region, and numbers and signs that are spelt out. */
const tooLarge = (event: BusEvent): string | undefined => {
  const bytes = Buffer.byteLength(sqsJson(event));
  return bytes > mostBytes
    ? `the event has ${bytes} bytes as the queue stores it; at most ${mostBytes} are taken`
    : undefined;
};

/** How many resources an event touches; of those that it does not name, one is meant. */
const touchedBy = ({ resources, unnamed = [] }: Extract<Reading, { kind: 'touched' }>): number =>
  resources.length + unnamed.length;

/** Reads events as the worker will, so that what comes of them can be told at once. */
export const takeEvents = (
  events: readonly unknown[],
  sender: Sender,
  {
    regions,
    isOurs,
  }: { readonly regions: HandledRegions; readonly isOurs: (caller: string) => boolean },
): TakenEvents => {
  const touching: TakenEvents['touching'][number][] = [];
  const ignored: TakenEvents['ignored'][number][] = [];
  const rejected: Rejection[] = [];
  for (const [index, raw] of events.entries()) {
    const taken = toBusEvent(raw, accountOf(sender), regions);
    if (taken.kind === 'invalid') {
      rejected.push({ index, code: 'InvalidEvent', message: taken.reason });
      continue;
    }
    const { event } = taken;
    const reading = withoutOwnCalls(taken.reading, isOurs);
    const foreign = foreignAccountIn(taken, sender);
    if (foreign !== undefined && sender.isLimited) {
      const message = `the event is of account ${cutText(foreign, 100)}, and its sender speaks for ${sender.accountIds.join(', ')}`;
      rejected.push({ index, code: 'ForeignAccount', message });
      continue;
    }
    if (reading.kind === 'ignored') {
      ignored.push({ index, event, reading });
      continue;
    }
    const message = tooLarge(event);
    if (message !== undefined) rejected.push({ index, code: 'EventTooLarge', message });
    else touching.push({ index, event, touched: touchedBy(reading) });
  }
  return { touching, ignored, rejected };
};

/** What each event that was taken touches, in order. */
export const toldOf = ({ touching, ignored }: TakenEvents) =>
  [
    ...touching.map(({ index, touched }) => ({ index, touched, reason: null })),
    ...ignored.map(({ index, reading }) => ({ index, touched: 0, reason: reading.reason })),
  ].sort((left, right) => left.index - right.index);

/** How the audit trail counts them. */
export const endOf = ({ touching, ignored, rejected }: TakenEvents): AuditEnd => {
  const accepted = touching.length + ignored.length;
  const counts = { accepted, touching: touching.length, rejected: rejected.length };
  const [first] = rejected;
  if (first === undefined) return { outcome: 'done', code: null, counts };
  return { outcome: accepted === 0 ? 'refused' : 'partly', code: first.code, counts };
};
