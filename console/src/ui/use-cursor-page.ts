import { usePageNumber } from '../routing/query';
import { wantedFor } from './cursor-table';

/** How many items the page in the address needs. */
export const useWanted = (): number => wantedFor(usePageNumber()[0]);
