import { useRoute } from '../routing/route';

/** The account of a local runner that names none. */
const usualAccountId = '1000000000000001';

/** The account that the page is about. */
export const useAccount = (): string => useRoute().query.get('account') ?? usualAccountId;
