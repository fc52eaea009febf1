import { once } from 'node:events';
import { createServer, request } from 'node:http';

export type Gateway = { readonly endpoint: string; readonly stop: () => Promise<void> };

/**
 * Lets an API of the emulator be called at an address of loopback of its own. The emulator tells APIs apart
 * by a host name below `.localhost`, which not every machine resolves, or by the path; and the host that a
 * client signed must stay. @param url as the stack's output has it
 */
export const openGateway = async (url: string, port: number): Promise<Gateway> => {
  const [apiId] = new URL(url).hostname.split('.');
  const server = createServer((incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    const ofApi = `/_aws/execute-api/${apiId}/$default${path}`;
    const forwarded = request(
      { host: '127.0.0.1', port, method, path: ofApi, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.on('error', (error) => outgoing.destroy(error));
    incoming.pipe(forwarded);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the gateway has no port');
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};
