import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { TerminalError } from '../../../model/errors.ts';
import { canonicalParameters, percentEncode } from '../../../model/percent-encoding.ts';
import { type Arn, formatArn } from '../arn.ts';
import { type Credentials, signedHeaders, type Unsigned } from '../provider/signature.ts';
import { type ProductName, products } from '../simulator/call-record.ts';
import { toRoaName } from '../simulator/roa-names.ts';
import { roaRequestOf } from '../wire/roa-routes.ts';
import type { ApiRequest, CloudCalls } from './json-calls.ts';
import { type Made, madeBy, partsOf } from './made.ts';
import { newKey } from './new-key.ts';

type Parameters = Readonly<Record<string, unknown>>;

const isProduct = (name: string): name is ProductName => Object.hasOwn(products, name);

const isObject = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const flatten = (value: unknown, name: string): readonly (readonly [string, string])[] => {
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown, at) => flatten(item, `${name}.${at + 1}`));
  }
  if (!isObject(value)) return [[name, String(value)]];
  return Object.entries(value).flatMap(([field, item]) => flatten(item, `${name}.${field}`));
};

const none: ReadonlyMap<string, string> = new Map();

const rpcRequest = (parameters: Parameters): Omit<Unsigned, 'headers'> => ({
  method: 'POST',
  path: '/',
  query: new Map(Object.entries(parameters).flatMap(([name, value]) => flatten(value, name))),
  body: '',
});

const inRoaNames = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(inRoaNames);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [toRoaName(name), inRoaNames(item)]),
  );
};

/** ACK takes parameters in the path, and the others as JSON, or where there is no body in the query. */
const roaRequest = (operation: string, given: Parameters): Omit<Unsigned, 'headers'> => {
  const { method, path: template } = roaRequestOf(operation) ?? { method: 'GET', path: '/' };
  const inPath = new Set([...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name));
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) =>
    percentEncode(String(given[name])),
  );
  const left = Object.entries(given).filter(([name]) => !inPath.has(name));
  if (method === 'POST' || method === 'PUT') {
    return {
      method,
      path,
      query: none,
      body: JSON.stringify(inRoaNames(Object.fromEntries(left))),
    };
  }
  const texts = left.map(([name, value]): [string, string] => [
    toRoaName(name),
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  ]);
  return { method, path, query: new Map(texts), body: '' };
};

/** Sends one signed request. @throws TerminalError for any failure */
const send = async (
  url: string,
  action: string,
  { key, parameters }: { readonly key: Credentials; readonly parameters: Parameters },
): Promise<unknown> => {
  const [product = '', operation = ''] = action.split('/');
  if (!isProduct(product)) {
    throw new TerminalError({ code: 'NoSuchProduct', message: `there is no product ${product}` });
  }
  const parts = product === 'Cs' ? roaRequest(operation, parameters) : rpcRequest(parameters);
  const unsigned: Unsigned = {
    ...parts,
    headers: {
      host: new URL(url).host,
      accept: 'application/json',
      'x-acs-action': operation,
      'x-acs-version': products[product].apiVersion,
      ...(parts.body === '' ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    },
  };
  const { host: _, ...headers } = signedHeaders(unsigned, key, {
    now: Date.now(),
    nonce: randomUUID(),
  });
  const { method, path, query, body } = parts;
  const response = await fetch(`${url}${path}?${canonicalParameters(query)}`, {
    method,
    headers,
    ...(body === '' ? {} : { body }),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  throw new TerminalError({
    code: `Http${response.status}`,
    message: `${action} ${JSON.stringify(parameters)} answered ${response.status}: ${text}`,
  });
};

const regionSchema = z.looseObject({ RegionId: z.string() });

/**
 * Calls as the cloud's own clients do: signed, at the endpoint of the products. What an answer does not
 * name, such as what a cluster makes for itself, is asked for.
 */
export const wireCalls = (
  url: string,
  { accountId, request }: { readonly accountId: string; readonly request: ApiRequest },
): CloudCalls => {
  let key: Promise<Credentials> | undefined;

  return async (action, given) => {
    key ??= newKey(request, 'demo');
    const parameters = regionSchema.parse(given);
    const { RegionId: region } = parameters;
    const ask = async (asked: string, of: Parameters): Promise<unknown> =>
      send(url, asked, { key: await (key ?? newKey(request, 'demo')), parameters: of });
    const answer = await ask(action, parameters);
    const own = madeBy(action, { answer, parameters });
    const parts = await partsOf(action, { made: own, parameters, ask });
    return [...own, ...parts].map(
      ({ type, id }: Made): Arn => formatArn({ type, id, region, accountId }),
    );
  };
};
