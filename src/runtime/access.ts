import { randomInt } from 'node:crypto';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AccessKeyStore, SecretStore } from '../access/access-key.ts';
import { createAwsSecrets } from '../access/aws-secrets.ts';
import { createDynamoDbAccessKeys } from '../access/dynamodb-access-keys.ts';
import { createFileSecrets } from '../access/file-secrets.ts';
import { InvalidInputError } from '../model/errors.ts';
import type { Table } from '../storage/table.ts';
import type { Environment } from './environment.ts';
import { patience } from './patience.ts';

/** Access keys of the Tag API, and their secrets. */
export type Access = {
  readonly keys: AccessKeyStore;
  readonly secrets: SecretStore;
};

const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Unguessable letters and digits. */
export const randomText = (length: number): string =>
  Array.from({ length }, () => letters.charAt(randomInt(letters.length))).join('');

const openSecrets = (environment: Environment): SecretStore | undefined => {
  const {
    HEIRTAG_SECRET_FILE: file,
    HEIRTAG_SECRET_PREFIX: prefix,
    HEIRTAG_STAGE: stage,
  } = environment;
  if (file !== undefined) return createFileSecrets(file);
  if (prefix === undefined) return undefined;
  return createAwsSecrets({ client: new SecretsManagerClient(patience), prefix, stage });
};

/** Opens the access keys; undefined where the environment names no place for secrets: no Tag API. */
export const openAccess = (environment: Environment, table: Table): Access | undefined => {
  const secrets = openSecrets(environment);
  if (secrets === undefined) return undefined;
  return { keys: createDynamoDbAccessKeys({ table }), secrets };
};

/** Opens the access keys. @throws InvalidInputError `InvalidEnvironment` where there is no place for secrets */
export const requireAccess = (environment: Environment, table: Table): Access => {
  const access = openAccess(environment, table);
  if (access !== undefined) return access;
  throw new InvalidInputError({
    code: 'InvalidEnvironment',
    message: 'the environment is not usable: HEIRTAG_SECRET_PREFIX is missing',
  });
};
