import { afterAll, beforeAll, expect, it } from 'vitest';
import { certificateUrl, token } from '../clouds/alibaba/sender/signed-delivery.ts';
import { fc } from '../properties.ts';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { apiKey, attached, now, openIngest, type TestIngest } from './ingest-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let ingest: TestIngest;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  ingest = openIngest((await dynamoDb.createTable()).table);
});
afterAll(() => dynamoDb.stop());

/** What a header can hold. */
const value = fc.string({
  unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
});

const oneOf = (...usual: readonly string[]) =>
  fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: value });

/** Headers of which each is right, wrong or missing. */
const headers = (tokens: readonly string[]) =>
  fc.record(
    {
      'x-eventbridge-signature-timestamp': oneOf(String(now), String(now + 59_000)),
      'x-eventbridge-hash-method': oneOf('SHA256', 'SHA1'),
      'x-eventbridge-signature-version': oneOf('1.0'),
      'x-eventbridge-signature-url': oneOf(certificateUrl),
      'x-eventbridge-signature-token': oneOf(...tokens),
      'x-eventbridge-signature-v2': fc.oneof(
        value,
        fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes).toString('base64')),
        fc
          .uint8Array({ minLength: 256, maxLength: 256 })
          .map((bytes) => Buffer.from(bytes).toString('base64')),
      ),
    },
    { requiredKeys: [] },
  );

const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((text) => Buffer.from(text)),
  fc.constant(Buffer.from(JSON.stringify(attached()))),
);

it('answers strangers with 401, whatever they send', async () => {
  await fc.assert(
    fc.asyncProperty(headers(['guess', token]), bodies, async (sent, body) => {
      const { status } = await ingest.call({ headers: sent, body: Buffer.from(body) });
      expect(status).toBe(401);
    }),
    { numRuns: 400 },
  );

  expect(ingest.published).toEqual([]);
  expect(ingest.failed).toEqual([]);
});

it('never fails by what those send who may come in', async () => {
  const mixed = fc.oneof(
    bodies,
    fc.jsonValue().map((data) => Buffer.from(JSON.stringify(attached({ data })))),
    fc
      .record(
        {
          data: fc.jsonValue(),
          type: fc.jsonValue(),
          specversion: fc.jsonValue(),
          aliyunaccountid: fc.jsonValue(),
        },
        { requiredKeys: [] },
      )
      .map((changes) => Buffer.from(JSON.stringify(attached(changes)))),
  );

  await fc.assert(
    fc.asyncProperty(mixed, async (body) => {
      const { status } = await ingest.call({
        headers: { 'x-api-key': apiKey },
        body: Buffer.from(body),
      });
      expect([200, 400, 403]).toContain(status);
    }),
    { numRuns: 400 },
  );

  expect(ingest.failed).toEqual([]);
});
