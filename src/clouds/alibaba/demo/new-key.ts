import * as z from 'zod/mini';
import type { Credentials } from '../provider/signature.ts';
import type { ApiRequest } from './json-calls.ts';

const issued = z.object({ accessKeyId: z.string(), accessKeySecret: z.string() });

/** Has the service make a key that signs calls of its simulated cloud. */
export const newKey = async (request: ApiRequest, description: string): Promise<Credentials> => {
  const answer = await request('POST', '/v1/access-keys', { rights: 'full', description });
  return { ...issued.parse(answer), securityToken: undefined };
};
