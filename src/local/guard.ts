import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { cutText } from '../model/cut-text.ts';
import { InvalidInputError } from '../model/errors.ts';

export type GuardOptions = {
  /** Where the runner listens. */
  readonly hostname: string;
  /** What every caller must show as `Authorization: Bearer …`; undefined where nobody has to. */
  readonly token: string | undefined;
  readonly newRequestId: () => string;
};

type Refusal = {
  readonly status: 401 | 403;
  readonly code: 'Unauthorized' | 'ForbiddenHost' | 'ForbiddenOrigin';
  readonly message: string;
};

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** True when only this machine can call there. */
export const isLoopback = (hostname: string): boolean => loopbackNames.has(hostname);

/**
 * @throws InvalidInputError `TokenMissing` when the token is empty, or others could call without one
 */
export const assertGuarded = ({
  hostname,
  token,
}: Pick<GuardOptions, 'hostname' | 'token'>): void => {
  if (token === '') {
    throw new InvalidInputError({
      code: 'TokenMissing',
      message: 'HEIRTAG_TOKEN is empty: give it a secret, or unset it',
    });
  }
  if (isLoopback(hostname) || token !== undefined) return;
  throw new InvalidInputError({
    code: 'TokenMissing',
    message: `whoever reaches ${hostname} could change rules and tags: set HEIRTAG_TOKEN to a secret that callers must show, or listen on 127.0.0.1`,
  });
};

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const isSame = (left: string, right: string): boolean =>
  timingSafeEqual(hashOf(left), hashOf(right));

const hostOf = (header: string | undefined): string | undefined => {
  try {
    return new URL(`http://${header}`).hostname;
  } catch {
    return undefined;
  }
};

/** A page of another site that resolves its own name to this machine still sends that name. */
const checkHost = (header: string | undefined, { hostname }: GuardOptions): Refusal | undefined => {
  const name = hostOf(header);
  if (name !== undefined && (isLoopback(name) || name === hostname)) return undefined;
  // Where it listens for everybody, names are many and the token is asked for.
  if (!isLoopback(hostname)) return undefined;
  return {
    status: 403,
    code: 'ForbiddenHost',
    message: `the Host header names "${cutText(String(header), 100)}"; expected 127.0.0.1 or localhost`,
  };
};

/** Browsers say from which site a call comes; none but our own may call. */
const checkOrigin = (origin: string | undefined, host: string | undefined): Refusal | undefined => {
  if (origin === undefined || origin === `http://${host}` || origin === `https://${host}`) {
    return undefined;
  }
  return {
    status: 403,
    code: 'ForbiddenOrigin',
    message: `pages of "${cutText(origin, 100)}" may not call this API`,
  };
};

/**
 * Not every browser names the page that calls, but all tell how near it is. What another page may cause is
 * no more than to look: it cannot read the answer.
 * Source: Fetch Metadata Request Headers, "Sec-Fetch-Site".
 */
const checkSite = (site: string | undefined, method: string): Refusal | undefined => {
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  if (method === 'GET' || method === 'HEAD') return undefined;
  return {
    status: 403,
    code: 'ForbiddenOrigin',
    message: `pages of other sites may not call this API (Sec-Fetch-Site: ${cutText(site, 100)})`,
  };
};

const checkToken = (
  authorization: string | undefined,
  { token }: GuardOptions,
): Refusal | undefined => {
  if (token === undefined) return undefined;
  const [, shown] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
  if (shown !== undefined && isSame(shown, token)) return undefined;
  return {
    status: 401,
    code: 'Unauthorized',
    message:
      shown === undefined
        ? 'this server wants a token: send it as Authorization: Bearer <token>'
        : 'the token is not the one this server was started with',
  };
};

/** Keeps web pages and other machines away from the local runner's API. */
export const createGuard =
  (options: GuardOptions): MiddlewareHandler =>
  async (context, next) => {
    const host = context.req.header('host');
    const refusal =
      checkHost(host, options) ??
      checkOrigin(context.req.header('origin'), host) ??
      checkSite(context.req.header('sec-fetch-site'), context.req.method) ??
      checkToken(context.req.header('authorization'), options);
    if (refusal === undefined) return next();
    const { status, code, message } = refusal;
    const requestId = options.newRequestId();
    return context.json({ code, message, requestId }, status, {
      'x-request-id': requestId,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    });
  };
