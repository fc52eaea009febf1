import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Seen, signatureOf } from './signature-of.ts';

/** API Gateway as far as it concerns a caller. */
export type VerifyingGateway = {
  readonly endpoint: URL;
  readonly stop: () => void;
};

export type VerifyingGatewayOptions = {
  /** What calls must be signed with. */
  readonly secret: string;
  /** Answers a call that is signed. */
  readonly answer: (call: Seen, response: ServerResponse) => Promise<void> | void;
  /** What it says instead of asking the API, if anything. */
  readonly refusal?: () => string | undefined;
};

/** Starts a server that lets no call further that is not signed with the secret. */
export const startVerifyingGateway = async ({
  secret,
  answer,
  refusal = () => undefined,
}: VerifyingGatewayOptions): Promise<VerifyingGateway> => {
  const server = createServer(async (request, response) => {
    const call = { request, body: await text(request) };
    const signature = `Signature=${signatureOf(call, secret)}`;
    const isSigned = request.headers.authorization?.endsWith(signature) === true;
    response.setHeader('content-type', 'application/json');
    const message = refusal() ?? (isSigned ? undefined : 'Missing Authentication Token');
    if (message === undefined) await answer(call, response);
    else response.writeHead(403).end(JSON.stringify({ message }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    endpoint: new URL(`http://127.0.0.1:${address.port}`),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
