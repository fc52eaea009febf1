import type { CloudProvider } from '../cloud/provider.ts';
import type { Clock } from '../model/clock.ts';
import { RetryableError } from '../model/errors.ts';
import type { ChangesQueue, InternalMessage } from '../queue/message.ts';
import { findRule } from '../rules/catalogue.ts';
import type { SettingsStore } from '../settings/settings.ts';
import type { WorkResult } from './work.ts';

export type BackfillDeps = {
  readonly cloud: Pick<CloudProvider, 'list'>;
  readonly settings: Pick<SettingsStore, 'read'>;
  readonly queue: ChangesQueue;
  readonly clock: Clock;
};

export type BackfillMessage = Extract<InternalMessage, { kind: 'backfill' }>;

/** How long after a backfill's message its setting may still be on its way. */
const settingDelaySeconds = 60;

const isWanted = async (
  { settings }: BackfillDeps,
  { accountId, rule, backfillId }: BackfillMessage,
): Promise<boolean> => {
  const { feature, rules } = await settings.read(accountId);
  return feature === 'Enable' && rules.get(rule)?.backfillId === backfillId;
};

/** The message is sent before the setting is written: a young one may have to wait for it. */
const assertNotWaiting = (
  { clock }: BackfillDeps,
  { rule, backfillId, cursor, cause }: BackfillMessage,
  isLastAttempt: boolean,
): void => {
  const ageSeconds = (clock() - Date.parse(cause.eventTime)) / 1000;
  if (cursor !== null || ageSeconds >= settingDelaySeconds || isLastAttempt) return;
  throw new RetryableError({
    code: 'SettingNotWritten',
    message: `backfill ${backfillId} of ${rule} waits for the setting that asks for it`,
  });
};

/**
 * Does one page of Apply To Existing Resources: the heirs of each primary on it go to the queue.
 * @throws RetryableError `SettingNotWritten` while the setting that asks for it may still come
 */
export const handleBackfill = async (
  deps: BackfillDeps,
  message: BackfillMessage,
  isLastAttempt: boolean,
): Promise<WorkResult> => {
  const { accountId, rule, backfillId, cursor, cause } = message;
  const primary = findRule(rule)?.primary;
  if (primary === undefined || !(await isWanted(deps, message))) {
    assertNotWaiting(deps, message, isLastAttempt);
    return { kind: 'ignored', reason: `the setting of ${rule} asks for no backfill ${backfillId}` };
  }
  const page = await deps.cloud.list(accountId, primary, cursor ?? undefined);
  const heirs = page.items.map(
    (arn): InternalMessage => ({ kind: 'heirs', primary: arn, rule, cursor: null, cause }),
  );
  await deps.queue.send(heirs);
  // Last, so that a failure half way makes no second listing.
  if (page.next !== undefined) await deps.queue.send([{ ...message, cursor: page.next }]);
  return { kind: 'done', cause };
};
