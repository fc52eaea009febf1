import type { MiddlewareHandler } from 'hono';
import { type ConsoleFiles, toConsole } from '../console/console-files.ts';
import type { Door } from '../console/door.ts';
import { checkHost } from '../console/web-checks.ts';

const isOfConsole = ({ url }: Request): boolean => /^\/console(\/|$)/.test(new URL(url).pathname);

/**
 * Serves the console at `/console/`, and sends there who looks at the root with a browser; every other
 * call goes on. Its files tell nothing, so that nobody has to show anything for them.
 * @param options `door`: lets one browser call the API without the token
 */
export const serveConsole =
  ({
    files,
    door,
    hostname,
    isLookedAt,
  }: {
    readonly files: Promise<ConsoleFiles | undefined>;
    readonly door: Door | undefined;
    readonly hostname: string;
    /** True for a call by which somebody looks with a browser. */
    readonly isLookedAt: (request: Request) => boolean;
  }): MiddlewareHandler =>
  async ({ req }, next) => {
    const isRoot = new URL(req.url).pathname === '/' && isLookedAt(req.raw);
    if (!isRoot && !isOfConsole(req.raw)) return next();
    const refusal = checkHost(req.header('host'), hostname);
    if (refusal !== undefined) return new Response(`${refusal.message}\n`, { status: 403 });
    const opened = door?.open(req.raw);
    if (opened !== undefined) return opened;
    const built = await files;
    if (built === undefined) return next();
    return isRoot ? toConsole() : (built.answer(req.raw) ?? next());
  };
