import type { MiddlewareHandler } from 'hono';
import { type Door, isSameSecret } from '../console/door.ts';
import {
  checkHost,
  checkOrigin,
  checkSite,
  isLoopback,
  type Refusal,
} from '../console/web-checks.ts';
import { InvalidInputError } from '../model/errors.ts';

export type GuardOptions = {
  /** Where the runner listens. */
  readonly hostname: string;
  /** What every caller must show as `Authorization: Bearer …`; undefined where nobody has to. */
  readonly token: string | undefined;
  /** Whom it lets in needs no token; undefined where there is none. */
  readonly door?: Door | undefined;
  readonly newRequestId: () => string;
};

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

/** What another page may cause is no more than to look: it cannot read the answer. */
const checkSiteOfWrite = (site: string | undefined, method: string): Refusal | undefined =>
  method === 'GET' || method === 'HEAD' ? undefined : checkSite(site);

const checkToken = (
  authorization: string | undefined,
  { token }: GuardOptions,
): Refusal | undefined => {
  if (token === undefined) return undefined;
  const [, shown] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? [];
  if (shown !== undefined && isSameSecret(shown, token)) return undefined;
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
      checkHost(host, options.hostname) ??
      checkOrigin(context.req.header('origin'), host) ??
      checkSiteOfWrite(context.req.header('sec-fetch-site'), context.req.method) ??
      (options.door?.isOpenTo(context.req.raw) === true
        ? undefined
        : checkToken(context.req.header('authorization'), options));
    if (refusal === undefined) return next();
    const { status, code, message } = refusal;
    const requestId = options.newRequestId();
    return context.json({ code, message, requestId }, status, {
      'x-request-id': requestId,
      ...(status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    });
  };
