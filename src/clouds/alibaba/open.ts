import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { secretValue } from '../../aws/secret-value.ts';
import { createSignedCall } from '../../aws/signed-call.ts';
import { webIdentityToken } from '../../aws/web-identity-token.ts';
import { InvalidInputError } from '../../model/errors.ts';
import { whenUsed } from '../../model/when-used.ts';
import type { Opener } from '../opener.ts';
import { openAlibabaWith } from './provider/open.ts';
import { type AlibabaSettings, alibabaSettings } from './provider/settings.ts';

const cloud = 'alibaba';

/** @throws InvalidInputError `InvalidCloudSettings` that says where */
const readSettings = (given: unknown): AlibabaSettings => {
  const parsed = alibabaSettings.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new InvalidInputError({
    code: 'InvalidCloudSettings',
    message: `the settings of ${cloud} are not usable: ${problems.join('; ')}`,
  });
};

/** Alibaba Cloud itself, where the stage's settings say with which roles or keys. */
export const openAlibabaCloud: Opener = {
  cloud,
  operations: [],
  open: (place) => {
    const given = place.settingsOf(cloud);
    if (given === undefined) return undefined;
    // Any client knows who we are; this one is loaded anyhow.
    const { config } = new DynamoDBClient({});
    const call = whenUsed(() => createSignedCall({ identity: () => config }));
    return openAlibabaWith({
      ...place,
      settings: readSettings(given),
      webIdentityToken: (audience) => webIdentityToken(call(), audience),
      readSecret: (secretId) => secretValue(call(), secretId),
    });
  },
};
