import {
  requestHandler,
  type Send,
  type SentRequest,
  textOf,
} from '../../clouds/aws/provider/request-handler.ts';

const urlOf = ({ protocol, hostname, port, path, query = {} }: SentRequest): string => {
  const url = new URL(`${protocol}//${hostname}:${port}${path}`);
  for (const [key, value] of Object.entries(query)) {
    for (const each of [value ?? ''].flat()) url.searchParams.append(key, each);
  }
  return String(url);
};

/** Asked without a filter that it lacks, moto answers more: what is too much is left out by who asked. */
const withoutFilter = (body: string, name: string): string => {
  const parameters = new URLSearchParams(body);
  const [found] = [...parameters].find(([, value]) => value === name) ?? [];
  const [filter] = found?.match(/^Filter\.\d+\./) ?? [];
  if (filter === undefined) return body;
  for (const key of [...parameters.keys()]) if (key.startsWith(filter)) parameters.delete(key);
  return String(parameters);
};

/** Sends a request to moto, without what moto cannot do. */
export const sendToMoto: Send = async (request, signal) => {
  const { 'content-length': _, ...headers } = request.headers;
  const answer = await fetch(urlOf(request), {
    method: request.method,
    headers,
    signal: signal ?? null,
    ...(request.method === 'GET'
      ? {}
      : { body: withoutFilter(textOf(request), 'block-device-mapping.snapshot-id') }),
  });
  return { status: answer.status, body: await answer.text() };
};

/** Sends requests to moto. */
export const toMoto = requestHandler(sendToMoto);
