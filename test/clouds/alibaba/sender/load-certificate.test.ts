import { createServer, type RequestListener } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { loadCertificate } from '../../../../src/clouds/alibaba/sender/load-certificate.ts';

/** Serves on loopback while a test runs. @returns the server's address */
const serve = (listener: RequestListener): Promise<string> =>
  new Promise((resolve) => {
    const server = createServer(listener).listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/c.pem`);
    });
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
  });

it('fetches what is there', async () => {
  const url = await serve((_, response) => response.end('a certificate'));

  expect(await loadCertificate(url)).toBe('a certificate');
});

it('follows nobody elsewhere', async () => {
  let asked = 0;
  const url = await serve((request, response) => {
    asked += 1;
    if (request.url === '/other') response.end('a certificate of others');
    else response.writeHead(302, { location: '/other' }).end();
  });

  await expect(loadCertificate(url)).rejects.toMatchObject({ code: 'CertificateNotLoaded' });
  expect(asked).toBe(1);
});

it.each([
  ['what is larger than any certificate', 200, 'x'.repeat(20_000)],
  ['an error', 404, 'none'],
])('does not take %s', async (_, status, body) => {
  const url = await serve((request, response) => {
    request.resume();
    response.writeHead(status).end(body);
  });

  await expect(loadCertificate(url)).rejects.toMatchObject({
    code: 'CertificateNotLoaded',
    message: expect.stringContaining(url),
  });
});
