import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedDynamoDb, startEmbeddedDynamoDb } from '../storage/embedded-dynamodb.ts';
import { startTagApi, type TestTagApi } from './tag-api-fixture.ts';

let dynamoDb: EmbeddedDynamoDb;
let api: TestTagApi;

beforeAll(async () => {
  dynamoDb = await startEmbeddedDynamoDb();
  api = await startTagApi(dynamoDb);
});
afterAll(async () => {
  await api.stop();
  await dynamoDb.stop();
});

/** As browsers send it. */
const accept = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

it('tells who looks with a browser what this is and where its document is', async () => {
  const answer = await fetch(`http://${api.endpoint}/`, { headers: { accept } });
  const page = await answer.text();

  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('text/html;charset=utf-8');
  expect(page).toContain('<h1>Heirtag</h1>');
  expect(page).toContain('href="/v1/openapi.json"');
});

it('lets nothing run on the page, nor load, nor frame it', async () => {
  const answer = await fetch(`http://${api.endpoint}/`, { headers: { accept } });

  expect(answer.headers.get('content-security-policy')).toBe(
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(await answer.text()).not.toMatch(/<script|<style|style=|\son\w+=/i);
});

it('counts no browser as a refused call', async () => {
  await fetch(`http://${api.endpoint}/`, { headers: { accept } });

  expect(api.counted).toEqual([]);
});

it.each([
  ['a call with parameters', '?Action=ListAssociatedResourceRules', { accept }, 'GET'],
  ['a call of the newer protocol', '', { accept, 'x-acs-action': 'A' }, 'GET'],
  ['a call that is signed', '', { accept, authorization: 'x' }, 'GET'],
  ['a form', '', { accept }, 'POST'],
  ['a program', '', { accept: '*/*' }, 'GET'],
])('answers %s as the Tag API does', async (_, query, headers, method) => {
  const answer = await fetch(`http://${api.endpoint}/${query}`, { method, headers });

  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ Code: expect.any(String) });
});
