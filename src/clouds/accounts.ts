import { clouds } from '#clouds';
import type { Cloud, Rule } from './cloud.ts';

/** The cloud that an account belongs to: the first that knows its id as one of its own, else the first of all. */
export const cloudOfAccount = (accountId: string): Cloud =>
  clouds.find(({ hasAccount }) => hasAccount(accountId)) ?? clouds[0];

/** The rules that an account can set, in the order in which its cloud lists them. */
export const rulesOfAccount = (accountId: string): readonly Rule[] =>
  cloudOfAccount(accountId).rules;
