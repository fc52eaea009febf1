import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { openTestApi, type TestApi } from './api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
});
afterAll(() => dynamoDb.stop());
beforeEach(async () => {
  api = await openTestApi(dynamoDb);
});

const mostBytes = 1_048_576;

/** A body of exactly so many bytes, padded with blanks. */
const bodyOf = (value: object, bytes: number): string => JSON.stringify(value).padEnd(bytes, ' ');

/** Sends in pieces, without saying how much it will be. */
const streamOf = (text: string): ReadableStream => {
  const bytes = new TextEncoder().encode(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 65_536) }, (_, index) =>
    bytes.subarray(index * 65_536, (index + 1) * 65_536),
  );
  return ReadableStream.from(pieces);
};

const routes = [
  ['POST', '/v1/events', 'code'],
  ['POST', '/v1/dead-letters/redrive', 'code'],
  ['PUT', '/v1/feature', 'code'],
  ['PUT', '/v1/rules/rule:TagCluster:Cs-Cluster:Vpc-Eip', 'code'],
  ['POST', '/v1/simulator/Ecs/CreateDisk', 'Code'],
] as const;

describe.each(routes)('a body of %s %s', (method, path, codeField) => {
  const refusal = (code: string, message: string) => ({
    [codeField]: code,
    [codeField === 'Code' ? 'Message' : 'message']: expect.stringContaining(message),
  });

  it('must be there', async () => {
    const { status, body } = await api.send(method, path);

    expect(status).toBe(400);
    expect(body).toMatchObject(refusal('InvalidJson', 'the body is empty'));
  });

  it.each(['{', '{"status": "Enable",}', "{'status': 'Enable'}", 'Enable', '{} {}', '\u0000'])(
    'must be JSON, unlike %j',
    async (text) => {
      const { status, body } = await api.send(method, path, text);

      expect(status).toBe(400);
      expect(body).toMatchObject(refusal('InvalidJson', 'the body is not JSON: '));
    },
  );

  it('that lacks a field is told which, and what belongs there', async () => {
    const { body } = await api.send('POST', '/v1/rules', { status: 'Enable' });

    expect(body).toMatchObject({
      code: 'MissingParameter.SettingName',
      message: 'settingName: is missing; expected string',
    });
  });

  it('with several wrong fields has all of them told, by the code of the first', async () => {
    const { body } = await api.send('POST', '/v1/rules', { status: 'on', tagKeys: 1, a: 1, b: 2 });

    expect(body).toMatchObject({
      code: 'InvalidParameter.Status',
      message:
        'status: Invalid option: expected one of "Enable"|"Disable"; tagKeys: Invalid input: expected array, received number; settingName: is missing; expected string; a: is not a known field; b: is not a known field',
    });
  });

  it('must be UTF-8', async () => {
    const latin1 = ReadableStream.from([new Uint8Array([0x22, 0xe9, 0x22])]);

    const { status, body } = await api.send(method, path, latin1);

    expect(status).toBe(400);
    expect(body).toMatchObject(refusal('InvalidJson', 'the body is not UTF-8'));
  });

  it('is refused by its announced length alone', async () => {
    const headers = { 'content-length': String(mostBytes + 1) };

    const { status, body } = await api.send(method, path, '{}', headers);

    expect(status).toBe(413);
    expect(body).toMatchObject(refusal('RequestTooLarge', 'more than 1048576 bytes'));
  });

  it('is refused when it turns out too long, whatever length was announced', async () => {
    const text = bodyOf({}, mostBytes + 1);

    const silent = await api.send(method, path, streamOf(text));
    const lying = await api.send(method, path, streamOf(text), { 'content-length': '2' });

    for (const { status, body } of [silent, lying]) {
      expect(status).toBe(413);
      expect(body).toMatchObject(refusal('RequestTooLarge', 'more than 1048576 bytes'));
    }
  });

  it('changes nothing when it is refused', async () => {
    await api.send(method, path, '{');
    await api.send(method, path, bodyOf({ status: 'Enable' }, mostBytes + 1));

    expect([api.published, api.sent, api.reported]).toEqual([[], [], []]);
    expect((await api.settings.accounts(undefined)).items).toEqual([]);
  });
});

describe('a body of exactly 1 MiB', () => {
  it('is taken, in one piece or in many', async () => {
    const text = bodyOf({ status: 'Enable' }, mostBytes);

    const whole = await api.send('PUT', '/v1/feature', text);
    const inPieces = await api.send('PUT', '/v1/feature', streamOf(text));

    expect([whole.status, inPieces.status]).toEqual([200, 200]);
  });

  it('counts bytes, not characters', async () => {
    const text = `{"status": "${'税'.repeat(mostBytes / 2)}"}`;

    const { status } = await api.send('PUT', '/v1/feature', text);

    expect(status).toBe(413);
  });
});

describe('the nesting of a body', () => {
  const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it('is at most 100 levels', async () => {
    const taken = await api.send('PUT', '/v1/feature', nested(100));
    const refused = await api.send('PUT', '/v1/feature', nested(102));

    expect(taken.body).toMatchObject({ code: 'InvalidParameter.Body' });
    expect([refused.status, refused.body]).toMatchObject([400, { code: 'InvalidJson' }]);
  });
});
