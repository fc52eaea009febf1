import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readRulesFile } from '../../src/rules-file/read-rules-file.ts';
import { rulesOf } from '../../src/runtime/rules.ts';
import { openTestApi, type TestApi } from '../admin/api-fixture.ts';
import { diskRule, eipRule } from '../engine/fixtures.ts';
import { listenOnLoopback } from '../loopback.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';

const account = '1000000000000001';
const noLog = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;
let answers: unknown[];
let url: string;
let stop: () => Promise<void>;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  const server = createServer(async (request, response) => {
    answers.push(await json(request));
    response.writeHead(200).end();
  });
  ({ endpoint: url, stop } = await listenOnLoopback(server));
});
afterAll(async () => {
  await stop();
  await dynamoDb.stop();
});
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
  answers = [];
});

/** Does what CloudFormation does with a file: what is undefined in JSON is gone. */
const deploy = async (
  file: object,
  { type = 'Create', prune = false }: { readonly type?: string; readonly prune?: boolean } = {},
) => {
  const wanted = readRulesFile(JSON.stringify({ accounts: file }), 'rules.yaml');
  const event = {
    RequestType: type,
    ResponseURL: url,
    StackId: 'arn:aws:cloudformation:eu-west-1:111122223333:stack/Heirtag-dev/1',
    RequestId: 'request',
    LogicalResourceId: 'Applied',
    ResourceProperties: { accounts: JSON.stringify(wanted), prune: String(prune) },
  };
  await rulesOf(api.services, noLog)(event);
};

const on = { status: 'enabled' };
const stored = (id = account) => api.settings.read(id);

describe('rules that a deployment brings', () => {
  it('are set when the stack gets them', async () => {
    await deploy({ [account]: { feature: 'enabled', rules: { [diskRule]: on } } });

    expect(answers).toMatchObject([{ Status: 'SUCCESS', PhysicalResourceId: 'Applied' }]);
    expect((await stored()).rules.get(diskRule)?.status).toBe('Enable');
  });

  it('leave others on, unless the stage prunes', async () => {
    const both = { [diskRule]: on, [eipRule]: on };
    await deploy({ [account]: { feature: 'enabled', rules: both } });
    const one = { [account]: { rules: { [diskRule]: on } } };

    await deploy(one, { type: 'Update' });
    const left = (await stored()).rules.get(eipRule)?.status;
    await deploy(one, { type: 'Update', prune: true });

    expect([left, (await stored()).rules.get(eipRule)?.status]).toEqual(['Enable', 'Disable']);
  });

  it('fail the deployment with what is wrong, account by account, and set the others', async () => {
    const other = '1000000000000002';

    await deploy({
      [account]: { rules: { [diskRule]: on } },
      [other]: { feature: 'enabled', rules: { [diskRule]: on } },
    });

    expect(answers).toMatchObject([
      {
        Status: 'FAILED',
        Reason: expect.stringMatching(
          new RegExp(`^1 of 2 accounts were not changed: account ${account}: .*NotActivated`),
        ),
      },
    ]);
    expect((await stored(other)).feature).toBe('Enable');
  });

  it('stay when the stack is deleted', async () => {
    await deploy({ [account]: { feature: 'enabled' } });

    await deploy({ [account]: { feature: 'disabled' } }, { type: 'Delete' });

    expect([answers.length, (await stored()).feature]).toEqual([2, 'Enable']);
  });

  it('are in the audit trail, with the stack that brought them', async () => {
    await deploy({ [account]: { feature: 'enabled' } });

    const { body } = await api.send('GET', '/v1/audit');

    expect(body).toMatchObject({
      entries: [{ principal: expect.stringContaining(':stack/Heirtag-dev/'), outcome: 'done' }],
    });
  });
});
