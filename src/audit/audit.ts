import type { Page } from '../model/page.ts';

/**
 * - started: stored before anything is done; what stays so was cut off, and may have happened;
 * - done, refused, failed: all of it;
 * - partly: some of several things were done.
 */
export const auditOutcomes = ['started', 'done', 'partly', 'refused', 'failed'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** One write through the HTTP API: who asked for what, and what came of it. */
export type AuditEntry = {
  /** Whose settings it changes; null for what belongs to the whole stage. */
  readonly accountId: string | null;
  /** When it was asked for. ISO 8601, UTC. */
  readonly time: string;
  /** In the answer and in the logs. */
  readonly requestId: string;
  /** Who asked: the ARN of the signed call's caller, or `local`. */
  readonly principal: string;
  /** Method and path form: `PUT /v1/rules/{settingName}`. */
  readonly action: string;
  /** What the path names, parameter → value. */
  readonly target: Readonly<Record<string, string>>;
  /** The body as it was read; null when the call takes none, or its body is not kept. */
  readonly input: unknown;
  readonly outcome: AuditOutcome;
  /** Code of the error that was answered; null unless something was refused or failed. */
  readonly code: string | null;
  /** How much of what came of it, count → how many; null where nothing is counted. */
  readonly counts: Readonly<Record<string, number>> | null;
};

export type AuditListing = {
  /** Null for the trail of the stage. */
  readonly accountId: string | null;
  /** First and last moment, ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  /** Only the entry of this request. */
  readonly requestId?: string | undefined;
  /** Only entries of which this is part, capitals or not. */
  readonly principal?: string | undefined;
  readonly action?: string | undefined;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor: string | undefined;
};

/** Durable record of administrative writes. */
export type Audit = {
  /** Stores an entry, in the place of an earlier one of the same request. */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Lists an account's entries, newest first, in pages; one may be empty although others follow. */
  readonly list: (listing: AuditListing) => Promise<Page<AuditEntry>>;
};
