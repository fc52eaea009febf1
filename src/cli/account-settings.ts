import * as z from 'zod/mini';
import { ruleAnswer } from '../admin/rule-answer.ts';
import { textOf } from '../replay/decode.ts';
import {
  type AccountChange,
  bodyOf,
  type CurrentAccount,
  compareAccount,
} from '../rules-file/compare.ts';
import { readRulesFile, type WantedAccount } from '../rules-file/read-rules-file.ts';
import { statuses } from '../settings/settings.ts';
import { type ApiCall, readAnswer } from './api.ts';
import { readPages } from './pages.ts';
import { readInput } from './read-input.ts';
import type { CliDeps, Session } from './session.ts';

const settingsAnswer = z.object({
  version: z.number(),
  feature: z.enum(statuses),
  rules: z.array(ruleAnswer),
});

/** More accounts than a stage works for. */
const mostAccounts = 100_000;

/** Reads all that an account chose, as it was at one moment. */
export const readSettings = async (
  { api }: Pick<Session, 'api'>,
  accountId: string,
): Promise<CurrentAccount> => {
  const path = ['accounts', accountId, 'settings'];
  return readAnswer(settingsAnswer, await api.call({ method: 'GET', path, isForStage: true }));
};

/** Ids of the accounts that ever stored settings. */
export const accountIds = async ({ api }: Pick<Session, 'api'>): Promise<readonly string[]> => {
  const item = z.object({ accountId: z.string() });
  const call = { method: 'GET', path: ['accounts'], isForStage: true } as const;
  const { items } = await readPages(api, call, { field: 'accounts', item, most: mostAccounts });
  return items.map(({ accountId }) => accountId);
};

/** The call that makes a change of an account, unless anything was changed since its settings were read. */
export const changeCall = (change: AccountChange): ApiCall => ({
  method: 'PATCH',
  path: ['accounts', change.accountId, 'settings'],
  isForStage: true,
  body: bodyOf(change),
  headers: { 'if-match': `"${change.version}"` },
});

/** Reads a rules file, or the standard input for `-`. */
export const wantedIn = async (
  file: string,
  { readBytes }: Pick<CliDeps, 'readBytes'>,
): Promise<readonly WantedAccount[]> => {
  const bytes = await readInput(file, { readBytes, code: 'InvalidRulesFile' });
  return readRulesFile(textOf(bytes), file === '-' ? 'standard input' : file);
};

/** Compares what a file asks for with what its accounts chose, one after the other. */
export const compareAll = async (
  session: Pick<Session, 'api'>,
  wanted: readonly WantedAccount[],
  isPruning: boolean,
): Promise<readonly AccountChange[]> => {
  const changes: AccountChange[] = [];
  for (const account of wanted) {
    const current = await readSettings(session, account.accountId);
    changes.push(compareAccount(account, current, isPruning));
  }
  return changes;
};
