import {
  CreateSecretCommand,
  DeleteSecretCommand,
  type Filter,
  GetSecretValueCommand,
  paginateListSecrets,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { awsError } from '../aws/aws-errors.ts';
import type { KeptSecret, SecretStore } from './access-key.ts';

export type AwsSecretsOptions = {
  readonly client: SecretsManagerClient;
  /** Of their names; ends with a slash. */
  readonly prefix: string;
  /** Each secret is tagged with it, so that bills and clean-ups find them. */
  readonly stage: string;
};

/** Secrets in Secrets Manager, one each. */
export const createAwsSecrets = ({ client, prefix, stage }: AwsSecretsOptions): SecretStore => {
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
            Tags: [{ Key: 'heirtag:stage', Value: stage }],
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
    list: async () => {
      try {
        const kept: KeptSecret[] = [];
        const Filters: Filter[] = [{ Key: 'name', Values: [prefix] }];
        for await (const { SecretList = [] } of paginateListSecrets({ client }, { Filters })) {
          for (const { Name = '', CreatedDate } of SecretList) {
            // The filter means words of a name, not its beginning.
            if (!Name.startsWith(prefix)) continue;
            kept.push({ secretId: Name.slice(prefix.length), createdAt: CreatedDate?.getTime() });
          }
        }
        return kept;
      } catch (error) {
        throw awsError(`list the secrets ${prefix}…`, error);
      }
    },
  };
};
