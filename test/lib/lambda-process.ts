/**
 * A Lambda execution environment: loads a handler as Lambda's Node.js runtime does, and answers one
 * event after the other over IPC. Started by `lambda.ts`, with the function's environment alone.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder = '', handler = ''] = process.argv.slice(2);
const [file = '', name = ''] = handler.split('.');

const tell = (message: object): void => {
  process.send?.(message);
};

const contextOf = (requestId: number) => ({
  awsRequestId: `request-${requestId}`,
  functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
  getRemainingTimeInMillis: () => 30_000,
});

try {
  const found: unknown = createRequire(join(folder, 'any.js'))(join(folder, `${file}.js`))[name];
  if (typeof found !== 'function') throw new Error(`${handler} is no function`);
  if (found.length > 2) throw new Error(`${handler} takes a callback; Node 24 on Lambda has none`);
  process.on('message', async (message: { readonly id: number; readonly event: unknown }) => {
    const { id, event } = message;
    try {
      tell({ id, result: await found(event, contextOf(id)) });
    } catch (error) {
      tell({ id, error: String(error) });
    }
  });
  tell({ id: 0 });
} catch (error) {
  tell({ id: 0, error: String(error) });
}
