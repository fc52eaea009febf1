import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import * as z from 'zod/mini';
import type { Listening } from '../loopback.ts';

const answerSchema = z.object({
  statusCode: z.number(),
  headers: z._default(z.record(z.string(), z.string()), {}),
  body: z._default(z.string(), ''),
  isBase64Encoded: z._default(z.boolean(), false),
});

/** The IAM user in whose name all calls come. */
export const callerArn = 'arn:aws:iam::123456789012:user/operator';

/**
 * A request as an HTTP API hands it to Lambda (payload format 2.0, IAM authorizer). It decodes the
 * path. Source: API Gateway developer guide, "Lambda proxy integrations for HTTP APIs".
 */
const payloadOf = async (request: Request): Promise<object> => {
  const url = new URL(request.url);
  const rawPath = decodeURIComponent(url.pathname);
  const body = await request.text();
  const routeKey = 'ANY /v1/{proxy+}';
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: url.search.slice(1),
    headers: Object.fromEntries(request.headers),
    queryStringParameters: Object.fromEntries(url.searchParams),
    pathParameters: { proxy: rawPath.slice('/v1/'.length) },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'api',
      authorizer: {
        iam: {
          accessKey: 'AKIAIOSFODNN7EXAMPLE',
          accountId: '123456789012',
          callerId: 'AIDAEXAMPLE',
          cognitoIdentity: null,
          principalOrgId: 'aws:PrincipalOrgID',
          userArn: callerArn,
          userId: 'AIDAEXAMPLE',
        },
      },
      http: {
        method: request.method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey,
      stage: '$default',
      time: '10/Mar/2026:05:16:23 +0000',
      timeEpoch: 1_773_119_783_636,
    },
    ...(body === '' ? {} : { body }),
    isBase64Encoded: false,
  };
};

/** Starts an HTTP API on loopback that hands every request to a function. */
export const startHttpApi = (invoke: (payload: object) => Promise<unknown>): Promise<Listening> => {
  const app = new Hono();
  app.all('*', async ({ req }) => {
    const answer = answerSchema.parse(await invoke(await payloadOf(req.raw)));
    const body = answer.isBase64Encoded ? Buffer.from(answer.body, 'base64') : answer.body;
    return new Response(body, { status: answer.statusCode, headers: answer.headers });
  });
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, ({ port }) =>
      resolve({
        endpoint: `http://127.0.0.1:${port}`,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            if ('closeAllConnections' in server) server.closeAllConnections();
          }),
      }),
    );
  });
};
