/** Nothing runs on the page, and it loads nothing. */
const contentSecurityPolicy =
  "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Heirtag</title>
</head>
<body>
<h1>Heirtag</h1>
<p>Heirtag keeps inherited tags of cloud resources what the rules say.</p>
<p>This address speaks the Tag API (version 2018-08-28) to clients that sign their calls. A local runner serves
the HTTP API at the same address, with its document at <a href="/v1/openapi.json">/v1/openapi.json</a>; a
deployed stage serves it at the output <code>ApiUrl</code> of its stack.</p>
</body>
</html>
`;

/** True when somebody looks with a browser, and makes no call of the Tag API: those have parameters. */
export const isLookedAt = ({ method, url, headers }: Request): boolean =>
  method === 'GET' &&
  new URL(url).search === '' &&
  !headers.has('authorization') &&
  !headers.has('x-acs-action') &&
  /\btext\/html\b/i.test(headers.get('accept') ?? '');

/** Says what this is, and where more is. */
export const frontPage = (): Response =>
  new Response(page, {
    headers: {
      'content-type': 'text/html;charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    },
  });
