import { createHash, timingSafeEqual } from 'node:crypto';

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** True for equal texts; how long it takes tells nothing of them. */
export const isSameSecret = (left: string, right: string): boolean =>
  timingSafeEqual(hashOf(left), hashOf(right));

/** Lets one browser in: who opens the address with the token first gets a cookie, and nobody after. */
export type Door = {
  /** Where the browser is sent, below the server's own address. */
  readonly path: string;
  /** Answers a call that shows a token; undefined for all others. */
  readonly open: (request: Request) => Response | undefined;
  /** True for a call that shows the cookie. */
  readonly isOpenTo: (request: Request) => boolean;
};

/** After it, whoever was sent there has surely come. Milliseconds. */
const tokenLastsMs = 10 * 60_000;

const cookiesIn = (header: string | null): ReadonlyMap<string, string> =>
  new Map(
    (header ?? '').split(';').flatMap((each): readonly [string, string][] => {
      const at = each.indexOf('=');
      return at === -1 ? [] : [[each.slice(0, at).trim(), each.slice(at + 1).trim()]];
    }),
  );

/** No redirect: where another site's page or a file led here, a browser would send no strict cookie with it. */
const welcome = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Heirtag</title>
<meta http-equiv="refresh" content="0; url=/console/"></head>
<body><p><a href="/console/">Open the console</a></p></body></html>
`;

const textHeaders = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
} as const;

/** What who has no cookie is told. */
export const closedDoor = (): Response =>
  new Response('Open the address that the command printed; it lets one browser in, once.\n', {
    status: 401,
    headers: { ...textHeaders, 'content-type': 'text/plain;charset=utf-8' },
  });

/**
 * Makes a door with a token of its own.
 * @param name of the cookie: browsers send cookies to all ports of a host, so that servers need names of their own
 */
export const createDoor = ({
  name,
  secrets,
  clock,
}: {
  readonly name: string;
  /** Makes texts that nobody can guess. */
  readonly secrets: () => string;
  readonly clock: () => number;
}): Door => {
  const session = secrets();
  const madeAt = clock();
  let token: string | undefined = secrets();
  return {
    path: `/console/?token=${token}`,
    open: (request) => {
      const { pathname, searchParams } = new URL(request.url);
      const shown = searchParams.get('token');
      if (request.method !== 'GET' || pathname !== '/console/' || shown === null) return undefined;
      const isInTime = clock() - madeAt < tokenLastsMs;
      if (token === undefined || !isInTime || !isSameSecret(shown, token)) return closedDoor();
      token = undefined;
      return new Response(welcome, {
        headers: {
          ...textHeaders,
          'content-type': 'text/html;charset=utf-8',
          'set-cookie': `${name}=${session}; HttpOnly; SameSite=Strict; Path=/`,
        },
      });
    },
    isOpenTo: (request) => {
      const shown = cookiesIn(request.headers.get('cookie')).get(name);
      return shown !== undefined && isSameSecret(shown, session);
    },
  };
};
