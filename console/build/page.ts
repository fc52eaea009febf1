/** File names of what the page loads first, relative to it. */
export type PageParts = {
  readonly script: string;
  readonly style: string;
  readonly icon: string;
};

/** The one page, without a script or a style of its own: the policy it is served with allows none. */
export const pageOf = ({ script, style, icon }: PageParts): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Heirtag</title>
    <link rel="icon" type="image/svg+xml" href="${icon}" />
    <link rel="stylesheet" href="${style}" />
    <script type="module" src="${script}"></script>
  </head>
  <body>
    <div id="root"></div>
    <noscript>The console needs JavaScript. Without it: heirtag --help, or the HTTP API.</noscript>
  </body>
</html>
`;
