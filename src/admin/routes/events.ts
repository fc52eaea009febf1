import * as z from 'zod/mini';
import type { AuditEnd } from '../../audit/audited.ts';
import type { Bus, BusEvent } from '../../bus/bus.ts';
import { parseArn } from '../../model/arn.ts';
import { InvalidInputError } from '../../model/errors.ts';
import { readEvent, toBusEvent } from '../../sources/read-event.ts';
import type { AppDeps } from '../app.ts';
import { type Call, defineCall, noQuery } from '../call.ts';

const mostEvents = 1000;

const rejectionCodes = ['InvalidEvent', 'ForeignAccount'] as const;

type Rejection = {
  readonly index: number;
  readonly code: (typeof rejectionCodes)[number];
  readonly message: string;
};

const listOf = (body: unknown): readonly unknown[] => {
  if (!Array.isArray(body)) return [body];
  if (body.length <= mostEvents) return body;
  throw new InvalidInputError({
    code: 'NumberExceed.Events',
    message: `the body holds ${body.length} events; at most ${mostEvents} are allowed`,
  });
};

/** The account that an event speaks for, beside its sender's own: by itself, or by what it names. */
const foreignAccountIn = ({ detail }: BusEvent, accountId: string): string | undefined => {
  const reading = readEvent(detail);
  const named =
    reading.kind === 'touched' ? reading.resources.map(({ arn }) => parseArn(arn).accountId) : [];
  return [String(detail.recipientAccountId), ...named].find((each) => each !== accountId);
};

type Sorted = { readonly accepted: readonly BusEvent[]; readonly rejected: readonly Rejection[] };

/** @param isLimited events of other accounts are rejected; else the account is that of events that name none */
const sortEvents = (body: unknown, accountId: string, isLimited: boolean): Sorted => {
  const accepted: BusEvent[] = [];
  const rejected: Rejection[] = [];
  for (const [index, raw] of listOf(body).entries()) {
    const read = toBusEvent(raw, accountId);
    if (read.kind !== 'event') {
      rejected.push({ index, code: 'InvalidEvent', message: read.reason });
      continue;
    }
    const foreign = isLimited ? foreignAccountIn(read.event, accountId) : undefined;
    if (foreign === undefined) accepted.push(read.event);
    else {
      const message = `the event is of account ${foreign.slice(0, 100)}, and its sender speaks for ${accountId}`;
      rejected.push({ index, code: 'ForeignAccount', message });
    }
  }
  return { accepted, rejected };
};

const endOf = ({ accepted, rejected }: Sorted): AuditEnd => {
  const counts = { accepted: accepted.length, rejected: rejected.length };
  const [first] = rejected;
  if (first === undefined) return { outcome: 'done', code: null, counts };
  return { outcome: accepted.length === 0 ? 'refused' : 'partly', code: first.code, counts };
};

const take = async (bus: Bus, sorted: Sorted) => {
  await bus.publish(sorted.accepted);
  return {
    body: { accepted: sorted.accepted.length, rejected: [...sorted.rejected] },
    end: endOf(sorted),
  };
};

const posting = {
  method: 'POST',
  path: '/v1/events',
  query: noQuery,
  body: z
    .unknown()
    .check(z.describe('an ActionTrail record, alone or in an envelope, or a list of such')),
  answer: z.object({
    accepted: z.int(),
    rejected: z.array(
      z.object({ index: z.int(), code: z.enum(rejectionCodes), message: z.string() }),
    ),
  }),
  status: 202,
  errors: { 'NumberExceed.Events': 400 },
  isAudited: true,
  isBodyKept: false,
} as const;

/**
 * `POST /v1/events`: one event or a list, in any accepted form, onto the bus. Who may call it for the
 * stage speaks for every account, and who may call it for an account for that one.
 */
export const eventCalls = ({ bus }: Pick<AppDeps, 'bus'>): readonly Call[] => [
  defineCall({
    ...posting,
    isForStage: true,
    summary: `Puts one event, or a list of at most ${mostEvents}, onto the bus, of whatever accounts they are.`,
    handle: ({ body, accountId }) => take(bus, sortEvents(body, accountId, false)),
  }),
  defineCall({
    ...posting,
    summary: `Puts one event of an account, or a list of at most ${mostEvents}, onto the bus.`,
    handle: ({ body, accountId }) => take(bus, sortEvents(body, accountId, true)),
  }),
];
