import Alert from '@cloudscape-design/components/alert';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { AnswerOf } from '../../api/answers';

const Copied = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <CopyToClipboard
    variant="inline"
    textToCopy={text}
    copySuccessText="Copied"
    copyErrorText="Not copied"
    copyButtonAriaLabel={`Copy the ${what}`}
  />
);

/** A new secret, which nobody can read again. */
export const Secret = ({
  issued,
}: {
  readonly issued: AnswerOf<'postAccountsAccountIdAccessKeys'>;
}) => {
  const { accessKeyId, accessKeySecret, securityToken } = issued;
  return (
    <>
      <Alert type="success" header="Copy the secret now">
        It is shown this once.
      </Alert>
      <KeyValuePairs
        items={[
          { label: 'Access key', value: <Copied text={accessKeyId} what="access key" /> },
          { label: 'Secret', value: <Copied text={accessKeySecret} what="secret" /> },
          ...(securityToken === null
            ? []
            : [{ label: 'Security token', value: <Copied text={securityToken} what="token" /> }]),
        ]}
      />
    </>
  );
};
