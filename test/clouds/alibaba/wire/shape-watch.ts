import { answerProblems, requestProblems, type ShapedRequest, shapeOf } from './api-shapes.ts';

/** Parameters of the older protocol and those that every call may have. */
const ofTheProtocol: ReadonlySet<string> = new Set([
  'AccessKeyId',
  'Action',
  'Format',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
  'Version',
]);

const withoutProtocol = (parameters: URLSearchParams): ReadonlyMap<string, string> =>
  new Map([...parameters].filter(([name]) => !ofTheProtocol.has(name)));

const isOfType = ({ headers }: Request, type: string): boolean =>
  (headers.get('content-type') ?? '').startsWith(type);

const shapedRequestOf = async (request: Request): Promise<ShapedRequest> => {
  const { pathname, searchParams } = new URL(request.url);
  const body = await request.clone().text();
  const form = new URLSearchParams(
    isOfType(request, 'application/x-www-form-urlencoded') ? body : '',
  );
  const { headers } = request;
  const said = (name: string): string | undefined =>
    headers.get(`x-acs-${name.toLowerCase()}`) ??
    searchParams.get(name) ??
    form.get(name) ??
    undefined;
  return {
    method: request.method,
    path: pathname,
    version: said('Version') ?? '',
    action: said('Action'),
    query: withoutProtocol(searchParams),
    form: withoutProtocol(form),
    json: isOfType(request, 'application/json') && body !== '' ? JSON.parse(body) : undefined,
    isOld: !headers.has('x-acs-version'),
  };
};

export type ShapeWatch = {
  /** Whatever was no request or no answer of the published shapes. */
  readonly violations: string[];
  /** Operations that were called, and answered as they should. */
  readonly answered: Set<string>;
  /** The body of the latest answer, as it was sent. */
  readonly latest: () => unknown;
  /** Looks at a request and its answer. */
  readonly through: (request: Request, next: () => Promise<Response>) => Promise<Response>;
};

/** Compares what is asked and answered with the shapes that the products publish. */
export const createShapeWatch = (): ShapeWatch => {
  const violations: string[] = [];
  const answered = new Set<string>();
  let latest: unknown;
  const tell = (name: string, problems: readonly string[]): void => {
    violations.push(...problems.map((problem) => `${name}: ${problem}`));
  };
  return {
    violations,
    answered,
    latest: () => latest,
    through: async (request, next) => {
      const shaped = await shapedRequestOf(request);
      const response = await next();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      latest = isJson ? JSON.parse(await response.clone().text()) : undefined;
      const found = shapeOf(shaped);
      if (found === undefined) return response;
      tell(found.name, requestProblems(found.shape, shaped));
      if (response.status !== 200 || !isJson) return response;
      tell(found.name, answerProblems(found.shape, latest));
      answered.add(found.name);
      return response;
    },
  };
};
