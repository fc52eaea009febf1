import { rulesOfAccount } from '../src/clouds/accounts.ts';
import { defaultAccountId } from '../src/model/account.ts';

/** The rules of the accounts that tests speak for, which are those of one cloud, in its order. */
export const ownRules = rulesOfAccount(defaultAccountId);
