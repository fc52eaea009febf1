import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { extname, join } from 'node:path';

/** What the page may do. Everything else a browser refuses, and tells. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

export type PageServer = { readonly url: string; readonly stop: () => Promise<void> };

const sendFile = async (file: string, response: ServerResponse): Promise<void> => {
  try {
    const content = await readFile(file);
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
};

const passOn = (incoming: IncomingMessage, response: ServerResponse, api: string): void => {
  const to = new URL(incoming.url ?? '/', api);
  const { origin: _, 'sec-fetch-site': __, ...headers } = incoming.headers;
  const onward = request(to, { method: incoming.method, headers: { ...headers, host: to.host } });
  onward.on('response', (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.writeHead(502).end());
  incoming.pipe(onward);
};

/** Serves built files at `/console/`, and the API beside them. */
export const startPageServer = (folder: string, api: string): Promise<PageServer> =>
  new Promise((resolve) => {
    const server = createServer((incoming, response) => {
      const [path = ''] = (incoming.url ?? '').split('?');
      if (!path.startsWith('/console/')) return passOn(incoming, response, api);
      const name = path.slice('/console/'.length);
      return void sendFile(join(folder, name === '' ? 'index.html' : name), response);
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: `http://127.0.0.1:${port}`,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
