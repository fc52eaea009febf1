import StatusIndicator from '@cloudscape-design/components/status-indicator';

/** Stands where something is being read. @param what "the job" */
export const Loading = ({ what }: { readonly what: string }) => (
  <StatusIndicator type="loading">Reading {what}</StatusIndicator>
);
