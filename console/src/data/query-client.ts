import { QueryClient } from '@tanstack/react-query';
import { isPassing } from '../api/failure';

const mostRetries = 3;

/** What was read, and when it is read again; nothing is read while the tab is hidden. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (failures, error) => failures < mostRetries && isPassing(error),
      staleTime: 1000,
      refetchIntervalInBackground: false,
    },
  },
});
