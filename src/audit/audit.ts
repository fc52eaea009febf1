import type { Page } from '../model/page.ts';

/** One write through the HTTP API: who asked for what, and what came of it. */
export type AuditEntry = {
  readonly accountId: string;
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
  /** The body as it was read; null when the call takes none. */
  readonly input: unknown;
  /** `started` is stored before anything is done: what stays so was cut off, and may have happened. */
  readonly outcome: 'started' | 'done' | 'refused' | 'failed';
  /** Code of the error that was answered; null unless refused or failed. */
  readonly code: string | null;
};

export type AuditListing = {
  readonly accountId: string;
  /** First and last moment, ISO 8601, UTC. */
  readonly from: string;
  readonly to: string;
  readonly limit: number;
  /** `next` of the page before. */
  readonly cursor: string | undefined;
};

/** Durable record of administrative writes. */
export type Audit = {
  /** Stores an entry, in the place of an earlier one of the same request. */
  readonly record: (entry: AuditEntry) => Promise<void>;
  /** Lists an account's entries, newest first, in pages. */
  readonly list: (listing: AuditListing) => Promise<Page<AuditEntry>>;
};
