import type { Ledger } from '../ledger/ledger.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { ChangesQueue, InternalMessage } from '../queue/message.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { WorkResult } from './work.ts';

export type SweepDeps = {
  readonly ledger: Pick<Ledger, 'primaries'>;
  readonly settings: Pick<SettingsStore, 'read' | 'accounts'>;
  readonly queue: ChangesQueue;
};

export type SweepMessage = Extract<InternalMessage, { kind: 'sweep' }>;

type SweptPage = { readonly found: readonly InternalMessage[]; readonly next: string | undefined };

/** What a sweep reads, one after the other; a cursor is a part's name, a line break, its own cursor. */
const parts = ['ledger', 'accounts'] as const;
type Part = (typeof parts)[number];

const splitCursor = (cursor: string | null): { part: Part; inner: string | undefined } => {
  if (cursor === null) return { part: 'ledger', inner: undefined };
  const at = cursor.indexOf('\n');
  const part = parts.find((name) => name === cursor.slice(0, at));
  if (part !== undefined) return { part, inner: cursor.slice(at + 1) || undefined };
  throw new InvalidInputError({
    code: 'InvalidCursor',
    message: `"${cursor.slice(0, 100)}" is not a cursor of a sweep`,
  });
};

/** Every primary that the ledger knows: its heirs of now, and those it no longer has. */
const sweepLedger = async (
  { ledger }: SweepDeps,
  { cause }: SweepMessage,
  inner: string | undefined,
): Promise<SweptPage> => {
  const page = await ledger.primaries(inner);
  return {
    found: page.items.map((primary) => ({
      kind: 'heirs',
      primary,
      rule: null,
      cursor: null,
      cause,
    })),
    next: page.next,
  };
};

/** Every rule that applies to existing resources: what the ledger does not know yet. */
const sweepAccounts = async (
  { settings }: SweepDeps,
  { cause }: SweepMessage,
  inner: string | undefined,
): Promise<SweptPage> => {
  const page = await settings.accounts(inner);
  const accounts = await Promise.all(page.items.map((accountId) => settings.read(accountId)));
  return {
    found: accounts.flatMap(({ accountId, feature, rules }) =>
      [...rules.values()].flatMap(({ settingName, backfillId }): readonly InternalMessage[] =>
        feature === 'Disable' || backfillId === null
          ? []
          : [{ kind: 'backfill', accountId, rule: settingName, backfillId, cursor: null, cause }],
      ),
    ),
    next: page.next,
  };
};

/** Does one page of a sweep: whatever may have drifted, or whose event was lost, goes to the queue. */
export const handleSweep = async (deps: SweepDeps, message: SweepMessage): Promise<WorkResult> => {
  const { part, inner } = splitCursor(message.cursor);
  const sweepPart = part === 'ledger' ? sweepLedger : sweepAccounts;
  const { found, next } = await sweepPart(deps, message, inner);
  await deps.queue.send(found);
  const after = parts[parts.indexOf(part) + 1];
  // Last, so that a failure half way makes no second sweep.
  if (next !== undefined) await deps.queue.send([{ ...message, cursor: `${part}\n${next}` }]);
  else if (after !== undefined) await deps.queue.send([{ ...message, cursor: `${after}\n` }]);
  return { kind: 'done', cause: message.cause };
};
