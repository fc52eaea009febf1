import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import { thrownMessage } from '../../../src/model/thrown-message.ts';
import { ApiFailure } from '../api/failure';

/** What whoever is refused can do about it; undefined where the message says it all. */
const adviceFor = ({ status, call }: ApiFailure): string | undefined => {
  if (status === 401) return 'Open the address that the command printed, or start it again.';
  if (status === 403) return `Allow execute-api:Invoke on ${call} for the credentials in use.`;
  return undefined;
};

export type FailureAlertProps = {
  /** What was attempted: "Rules cannot be shown". */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
};

/** Tells a failure with its code, its message and the request's id, to be found in the logs. */
export const FailureAlert = ({ what, error, onRetry }: FailureAlertProps) => {
  const failure = error instanceof ApiFailure ? error : undefined;
  const advice = failure && adviceFor(failure);
  return (
    <Alert
      type="error"
      header={`${what}${failure === undefined ? '' : `: ${failure.code}`}`}
      action={onRetry && <Button onClick={onRetry}>Try again</Button>}
    >
      {thrownMessage(error)}
      {advice !== undefined && <Box>{advice}</Box>}
      {failure?.requestId != null && (
        <Box>
          Request id{' '}
          <CopyToClipboard
            variant="inline"
            textToCopy={failure.requestId}
            copySuccessText="Copied"
            copyErrorText="Not copied"
            copyButtonAriaLabel="Copy the request id"
          />
        </Box>
      )}
    </Alert>
  );
};
