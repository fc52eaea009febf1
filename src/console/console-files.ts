import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Nothing is loaded from elsewhere, nothing inline is run, and no page may frame it. */
const contentSecurityPolicy = [
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

const headersOfAll = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html;charset=utf-8',
  '.js': 'text/javascript;charset=utf-8',
  '.css': 'text/css;charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

/** A name with a hash is another one when the content is. */
const caching = (name: string): string =>
  name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';

/** The built console, as it is served below `/console/`. */
export type ConsoleFiles = {
  /** Answers a call at a path of the console; undefined for every other path. */
  readonly answer: (request: Request) => Response | undefined;
};

/** Of files of these types alone the console is made; what else lies there is not served. */
const isServed = (name: string): boolean =>
  types[extname(name)] !== undefined && !name.split('/').some((part) => part.startsWith('.'));

const readAll = async (folder: string): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .map((name) => name.replaceAll('\\', '/'))
    .filter(isServed);
  return new Map(
    await Promise.all(
      names.map(
        async (name) => [name, Uint8Array.from(await readFile(join(folder, name)))] as const,
      ),
    ),
  );
};

const plain = (status: number, text: string, headers: object = {}): Response =>
  new Response(`${text}\n`, {
    status,
    headers: { ...headersOfAll, 'content-type': 'text/plain;charset=utf-8', ...headers },
  });

/**
 * Reads the built console into memory, so that no path can lead to another file.
 * @param folder that the build wrote @returns undefined where there is no built console
 */
export const openConsoleFiles = async (folder: string): Promise<ConsoleFiles | undefined> => {
  const files = await readAll(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return new Map<string, Uint8Array<ArrayBuffer>>();
    throw error;
  });
  if (!files.has('index.html')) return undefined;
  return {
    answer: ({ url, method }) => {
      const { pathname } = new URL(url);
      if (pathname === '/console') return plain(308, 'at /console/', { location: '/console/' });
      if (!pathname.startsWith('/console/')) return undefined;
      if (method !== 'GET' && method !== 'HEAD') {
        return plain(405, 'the console is only read', { allow: 'GET, HEAD' });
      }
      const name = pathname.slice('/console/'.length) || 'index.html';
      const file = files.get(name);
      if (file === undefined) return plain(404, 'the console has no such file');
      return new Response(method === 'HEAD' ? null : file, {
        headers: {
          ...headersOfAll,
          'content-type': types[extname(name)] ?? '',
          'content-length': String(file.byteLength),
          'cache-control': caching(name),
        },
      });
    },
  };
};

/** Sends who looks at the root on to the console. */
export const toConsole = (): Response =>
  new Response(null, { status: 302, headers: { ...headersOfAll, location: '/console/' } });
