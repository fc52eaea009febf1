import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { awsError } from '../aws/aws-errors.ts';
import type { SecretStore } from './access-key.ts';

/** Secrets in Secrets Manager, one each. @param prefix of their names, ends with a slash */
export const createAwsSecrets = ({
  client,
  prefix,
}: {
  readonly client: SecretsManagerClient;
  readonly prefix: string;
}): SecretStore => {
  const nameOf = (secretId: string): string => `${prefix}${secretId}`;
  return {
    read: async (secretId) => {
      try {
        const { SecretString } = await client.send(
          new GetSecretValueCommand({ SecretId: nameOf(secretId) }),
        );
        return SecretString;
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return undefined;
        throw awsError(`read the secret ${nameOf(secretId)}`, error);
      }
    },
    create: async (secretId, secret) => {
      try {
        await client.send(
          new CreateSecretCommand({
            Name: nameOf(secretId),
            SecretString: secret,
            Description: 'Secret of an access key of the Tag API',
          }),
        );
      } catch (error) {
        throw awsError(`keep the secret ${nameOf(secretId)}`, error);
      }
    },
    delete: async (secretId) => {
      try {
        await client.send(
          new DeleteSecretCommand({
            SecretId: nameOf(secretId),
            ForceDeleteWithoutRecovery: true,
          }),
        );
      } catch (error) {
        if (error instanceof ResourceNotFoundException) return;
        throw awsError(`delete the secret ${nameOf(secretId)}`, error);
      }
    },
  };
};
