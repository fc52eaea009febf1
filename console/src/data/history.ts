import type { HistoryEntry } from '../api/answers';
import { api, bodyOf } from '../api/client';
import { useAccount } from './account';
import { useCursorList } from './cursor-list';
import { paces } from './pace';

/** What of the history is looked at; empty texts do not narrow it. */
export type HistoryFilter = {
  readonly resource?: string;
  readonly settingName?: string;
  readonly key?: string;
  readonly eventId?: string;
  /** ISO 8601; a day alone is all of that day. */
  readonly from?: string;
  readonly to?: string;
};

const pageSize = 100;

/** The last moment of a day that stands alone. */
const endOf = (day: string): string =>
  /^\d{4}-\d{2}-\d{2}$/.test(day) ? `${day}T23:59:59.999Z` : day;

const isDate = (text: string): boolean => !Number.isNaN(Date.parse(text));

/** What is empty, or no date yet while somebody types it, is left out. */
const queryOf = ({ from = '', to = '', ...texts }: HistoryFilter) =>
  Object.fromEntries(
    [
      ...Object.entries(texts),
      ['from', isDate(from) ? from : ''],
      ['to', isDate(to) ? endOf(to) : ''],
    ].filter(([, value]) => value !== '' && value !== undefined),
  );

export const readHistory = async (
  accountId: string,
  filter: HistoryFilter,
  page: { readonly cursor: string | undefined; readonly signal?: AbortSignal },
): Promise<{ readonly items: readonly HistoryEntry[]; readonly next: string | null }> => {
  const { cursor, signal = null } = page;
  const query = {
    ...queryOf(filter),
    limit: pageSize,
    ...(cursor === undefined ? {} : { cursor }),
  };
  const params = { path: { accountId }, query };
  const answer = bodyOf(await api.GET('/v1/accounts/{accountId}/history', { params, signal }));
  return { items: answer.entries, next: answer.next };
};

/** What was done, newest first. */
export const useHistory = (filter: HistoryFilter, wanted: number) => {
  const accountId = useAccount();
  return useCursorList({
    key: ['history', accountId, filter],
    read: (cursor, signal) => readHistory(accountId, filter, { cursor, signal }),
    pace: paces.live,
    wanted,
  });
};
