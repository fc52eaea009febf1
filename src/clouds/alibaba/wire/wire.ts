import { cutText } from '../../../model/cut-text.ts';
import { CloudApiError } from '../../simulator.ts';
import type { Disturbance, WireAnswer, WireCall, WireDeps, WireOpener } from '../../wire.ts';
import type { Operation } from '../simulator/operation.ts';
import { operations } from '../simulator/operations.ts';
import { tellRefusal, tellResult } from './answers.ts';
import { withoutCommon } from './common-parameters.ts';
import { productOf, readHost, type WireProduct } from './products.ts';
import { type FoundRoute, routeOf } from './roa-routes.ts';
import { typedParameters } from './typed-parameters.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** A call whose operation is found. */
type FoundCall = {
  readonly product: WireProduct;
  readonly operation: Operation;
  readonly route: FoundRoute | undefined;
  /** With `RegionId`. */
  readonly parameters: Parameters & { readonly RegionId: string };
};

/** Where an endpoint that names no region is. */
const defaultRegion = 'cn-hangzhou';
const longestNameShown = 100;

/** Nobody's resources: what a list shows to who may not see it. */
const nobody = '0000000000000000';
/** Products whose lists are empty for who may not see them. Source: DescribeInstances. */
const showsNothing: ReadonlySet<string> = new Set(['Ecs', 'Vpc']);

const isObject = (value: unknown): value is Parameters =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unknownAction = (name: string): CloudApiError =>
  new CloudApiError(
    404,
    'InvalidAction.NotFound',
    `Specified api is not found, please check your url and method: ${cutText(name, longestNameShown)}.`,
  );

const assertMethod = ({ style }: WireProduct, { method }: WireCall): void => {
  if (style === 'ROA' || method === 'GET' || method === 'POST') return;
  throw new CloudApiError(
    405,
    'UnsupportedHTTPMethod',
    `This http method is not supported: ${method}; expected GET or POST.`,
  );
};

const isReading = ({ name }: Operation): boolean => /^(?:Describe|List|Get)/.test(name);

const findProduct = ({ version, host }: WireCall): WireProduct => {
  const product = productOf(version);
  const { product: named } = readHost(host);
  if (product !== undefined && (named ?? product.hostName) === product.hostName) return product;
  throw new CloudApiError(
    400,
    'InvalidVersion',
    `Specified parameter Version is not valid: ${host} does not speak ${cutText(version, longestNameShown)}.`,
  );
};

/** The region that a call names; the endpoint's where it names none. Some endpoints serve several regions. */
const regionOf = (host: string, { RegionId }: Parameters): string =>
  typeof RegionId === 'string' ? RegionId : (readHost(host).region ?? defaultRegion);

const find = (call: WireCall): FoundCall => {
  const product = findProduct(call);
  assertMethod(product, call);
  const route = product.style === 'ROA' ? routeOf(call.method, call.path) : undefined;
  const name = product.style === 'ROA' ? route?.operation : call.action;
  const operation = operations.find((each) => each.product === product.name && each.name === name);
  if (operation === undefined) throw unknownAction(name ?? `${call.method} ${call.path}`);
  const parameters = {
    ...typedParameters(operation, { ...withoutCommon(call), ...route?.pathParameters }),
    ...(isObject(call.json) ? typedParameters(operation, call.json) : {}),
  };
  return {
    product,
    operation,
    route,
    parameters: { ...parameters, RegionId: regionOf(call.host, parameters) },
  };
};

const assertMayWrite = ({ operation, product }: FoundCall, { mayWrite }: WireCall): void => {
  if (mayWrite || isReading(operation)) return;
  throw forbidden(product, operation);
};

const forbidden = ({ forbidden: code, hostName }: WireProduct, { name }: Operation) =>
  new CloudApiError(
    403,
    code,
    `You are not authorized to do this operation. Action: ${hostName}:${name}.`,
  );

/** @returns whose resources are shown @throws CloudApiError where the product says that it shows none */
const accountShown = (
  { product, operation, parameters }: FoundCall,
  { accountId }: WireCall,
  disturbance: Disturbance | undefined,
): string => {
  if (disturbance?.kind !== 'forbid') return accountId;
  if (showsNothing.has(product.name) && isReading(operation) && parameters.DryRun !== true) {
    return nobody;
  }
  throw forbidden(product, operation);
};

const refusedText = 'Request was denied.';

const run = async (
  { simulator, disturb }: WireDeps,
  call: WireCall,
  found: FoundCall,
): Promise<WireAnswer> => {
  const { product, operation, route, parameters } = found;
  const { accountId, accessKeyId, caller } = call;
  const asked = { product: product.name, operation: operation.name, parameters };
  const disturbance = await disturb?.({
    ...asked,
    region: parameters.RegionId,
    accountId,
    accessKeyId,
  });
  if (disturbance?.kind === 'refuse') {
    const { message = refusedText } = disturbance;
    return tellRefusal(call, { ...disturbance, message });
  }
  if (disturbance?.kind === 'instead') {
    const { status, contentType, body } = disturbance;
    return { status, headers: { 'content-type': contentType }, body };
  }
  const shown = accountShown(found, call, disturbance);
  assertMayWrite(found, call);
  const { requestId, result } = await simulator.call({ ...asked, accountId: shown, caller });
  const told = disturbance?.kind === 'tell' ? disturbance.change(result) : result;
  const answer = tellResult(product, route, { requestId, result: told });
  return disturbance?.kind === 'loseAnswer' ? { ...answer, isLost: true } : answer;
};

/** Opens the wire of the simulated cloud: RPC and ROA as the products speak them. */
export const openWire: WireOpener = (deps) => ({
  speaks: (version) => productOf(version) !== undefined,
  answer: async (call) => {
    try {
      return await run(deps, call, find(call));
    } catch (error) {
      if (!(error instanceof CloudApiError)) throw error;
      const { httpStatus, code, message } = error;
      return tellRefusal(call, { httpStatus, code, message });
    }
  },
  refuse: tellRefusal,
});
