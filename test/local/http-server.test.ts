import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type HttpServerOptions,
  serverLimits,
  startHttpServer,
} from '../../src/local/http-server.ts';

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const start = async (chosen: Partial<HttpServerOptions>): Promise<number> => {
  const { url, stop } = await startHttpServer({
    fetch: () => new Response('answered'),
    hostname: '127.0.0.1',
    port: 0,
    ...chosen,
  });
  opened.push(stop);
  return Number(new URL(url).port);
};

/** A connection, and all that comes on it until it ends. */
const open = async (port: number): Promise<{ socket: Socket; all: Promise<string> }> => {
  const socket = connect(port, '127.0.0.1');
  opened.push(() => socket.destroy());
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const all = new Promise<string>((resolve) => socket.on('close', () => resolve(text)));
  socket.on('error', () => {});
  await once(socket, 'connect');
  return { socket, all };
};

const whole = 'GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n';

describe('the HTTP server of a runner', () => {
  it('closes a connection too many, and serves those that are there', async () => {
    const port = await start({ limits: { ...serverLimits, mostConnections: 2 } });
    const first = await open(port);
    await open(port);

    const third = await open(port);
    const refused = await third.all;
    first.socket.write(whole);

    expect(refused).toBe('');
    expect(await first.all).toMatch(/^HTTP\/1.1 200 [\s\S]*answered/);
  });

  it.each([
    ['headers', 'GET / HTTP/1.1\r\nHost: te'],
    ['body', 'POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 9\r\n\r\nhalf'],
  ])('does not wait for ever for the rest of the %s', async (_, half) => {
    const port = await start({
      limits: { ...serverLimits, headersMs: 20, requestMs: 20, checkMs: 10 },
      fetch: async (request) => new Response(await request.text()),
    });
    const { socket, all } = await open(port);

    socket.write(half);

    expect(await all).not.toMatch(/^HTTP\/1.1 200/);
  });

  it('lets a connection rest for longer than its clients do between two calls', async () => {
    const port = await start({});

    const { headers } = await fetch(`http://127.0.0.1:${port}`);

    expect(headers.get('keep-alive')).toBe('timeout=60');
  });

  it('has limits unless told otherwise', () => {
    expect(serverLimits.mostConnections).toBeLessThanOrEqual(1000);
    expect(serverLimits.headersMs).toBeLessThanOrEqual(serverLimits.requestMs);
    expect(serverLimits.requestMs).toBeLessThanOrEqual(60_000);
  });

  it.each([413, 401])(
    'says that it closes the connection when it answers %i half way',
    async (status) => {
      const port = await start({ fetch: () => new Response('refused', { status }) });
      const { socket, all } = await open(port);

      socket.write('POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 2000000\r\n\r\nbegun');

      expect(await all).toMatch(/\r\nconnection: close\r\n[\s\S]*refused/i);
    },
  );

  it.each([
    ['without a body', 'GET / HTTP/1.1\r\nHost: test\r\n\r\n'],
    ['with one that is read', 'POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n\r\nbody'],
  ])('keeps the connection after a call %s', async (_, call) => {
    const port = await start({ fetch: async (request) => new Response(await request.text()) });
    const { socket, all } = await open(port);

    socket.write(call);
    await once(socket, 'data');
    socket.write(whole);

    expect((await all).match(/HTTP\/1.1 200/g)).toHaveLength(2);
  });
});
