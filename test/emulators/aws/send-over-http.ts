import { type Send, type SentRequest, textOf } from '../../clouds/aws/provider/request-handler.ts';

const urlOf = ({ protocol, hostname, port, path, query = {} }: SentRequest): string => {
  const url = new URL(`${protocol}//${hostname}:${port}${path}`);
  for (const [key, value] of Object.entries(query)) {
    for (const each of [value ?? ''].flat()) url.searchParams.append(key, each);
  }
  return String(url);
};

/** Sends a request where the SDK would. */
export const sendOverHttp: Send = async (request, signal) => {
  const { 'content-length': _, ...headers } = request.headers;
  const answer = await fetch(urlOf(request), {
    method: request.method,
    headers,
    signal: signal ?? null,
    ...(request.method === 'GET' ? {} : { body: textOf(request) }),
  });
  return { status: answer.status, body: await answer.text() };
};
