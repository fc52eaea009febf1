import { cutText } from '../model/cut-text.ts';

/** Why a call of a web page, or under another name, is not taken. */
export type Refusal = {
  readonly status: 401 | 403;
  readonly code: 'Unauthorized' | 'ForbiddenHost' | 'ForbiddenOrigin';
  readonly message: string;
};

const loopbackNames: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]', '::1']);

/** True when only this machine can call there. */
export const isLoopback = (hostname: string): boolean => loopbackNames.has(hostname);

const hostOf = (header: string | undefined): string | undefined => {
  try {
    return new URL(`http://${header}`).hostname;
  } catch {
    return undefined;
  }
};

/**
 * A page of another site that resolves its own name to this machine still sends that name.
 * @param hostname where the server listens
 */
export const checkHost = (header: string | undefined, hostname: string): Refusal | undefined => {
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
export const checkOrigin = (
  origin: string | undefined,
  host: string | undefined,
): Refusal | undefined => {
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
 * Not every browser names the page that calls, but all tell how near it is.
 * Source: Fetch Metadata Request Headers, "Sec-Fetch-Site".
 */
export const checkSite = (site: string | undefined): Refusal | undefined => {
  if (site === undefined || site === 'same-origin' || site === 'none') return undefined;
  return {
    status: 403,
    code: 'ForbiddenOrigin',
    message: `pages of other sites may not call this API (Sec-Fetch-Site: ${cutText(site, 100)})`,
  };
};
