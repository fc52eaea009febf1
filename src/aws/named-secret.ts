import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { awsError } from './aws-errors.ts';

/** Reads a secret of Secrets Manager by its whole name or ARN. @returns undefined when there is none */
export const createNamedSecrets =
  (client: () => SecretsManagerClient): ((secretId: string) => Promise<string | undefined>) =>
  async (secretId) => {
    try {
      return (await client().send(new GetSecretValueCommand({ SecretId: secretId }))).SecretString;
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return undefined;
      throw awsError(`read the secret ${secretId}`, error);
    }
  };
