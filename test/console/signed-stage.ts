import { authorizeFor } from '../../src/cli/authorize.ts';
import { createConsoleProxy, proxyHostname } from '../../src/cli/console-proxy.ts';
import { sendHttp } from '../../src/cli/http.ts';
import type { ConsoleFiles } from '../../src/console/console-files.ts';
import { createDoor } from '../../src/console/door.ts';
import { startHttpServer } from '../../src/local/http-server.ts';
import { startVerifyingGateway } from '../cli/verifying-gateway.ts';

/** What calls are signed with. The test puts it where the AWS tools look for it. */
export const signingKey = { id: 'AKIDEXAMPLE', secret: 'secret/with+signs' } as const;

/** A console for a stage behind API Gateway. */
export type SignedStage = {
  /** What the command prints. */
  readonly consoleUrl: string;
  readonly url: string;
  /** Method and path of each call that came through the gateway. */
  readonly passed: readonly string[];
  readonly stop: () => Promise<void>;
};

const passedOn = ['accept', 'content-type', 'if-match'] as const;

/**
 * Puts a gateway that verifies signatures before a service, and the console that signs before that.
 * @param target address of the service
 */
export const openSignedStage = async (
  target: string,
  { files, isReadOnly }: { readonly files: ConsoleFiles; readonly isReadOnly: boolean },
): Promise<SignedStage> => {
  const passed: string[] = [];
  const gateway = await startVerifyingGateway({
    secret: signingKey.secret,
    answer: async ({ request, body }, response) => {
      const { method = '', url = '' } = request;
      passed.push(`${method} ${url}`);
      const headers = passedOn.flatMap((name): [string, string][] => {
        const value = request.headers[name];
        return typeof value === 'string' ? [[name, value]] : [];
      });
      const init = { method, headers, ...(body === '' ? {} : { body }) };
      const answer = await fetch(new URL(url, target), init);
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    },
  });
  const { endpoint } = gateway;
  const authorize = authorizeFor(endpoint, { sign: true, region: 'eu-west-1' });
  let made = 0;
  const secrets = (): string => {
    made += 1;
    return `secret-${made}`;
  };
  const door = createDoor({ name: `signed-${endpoint.port}`, secrets, clock: Date.now });
  const app = createConsoleProxy({
    files,
    door,
    endpoint,
    send: async (call) => sendHttp(endpoint, { ...call, headers: await authorize(call) }),
    isReadOnly,
    profile: undefined,
    newRequestId: () => 'local-1',
  });
  const server = await startHttpServer({ fetch: app.fetch, hostname: proxyHostname, port: 0 });
  return {
    consoleUrl: `${server.url}${door.path}`,
    url: server.url,
    passed,
    stop: async () => {
      await server.stop();
      gateway.stop();
    },
  };
};
