import { describe, expect, it } from 'vitest';
import type { Api, ApiCall } from '../../src/cli/api.ts';
import { arnMeant } from '../../src/cli/resource-name.ts';

const disk = 'arn:acs:ecs:cn-hangzhou:1000000000000001:disk/d-1';
const other = 'arn:acs:ecs:eu-west-1:1000000000000001:disk/d-1';

const apiFinding = (...resources: readonly string[]) => {
  const calls: ApiCall[] = [];
  const api: Api = {
    call: async (call) => {
      calls.push(call);
      return { resources };
    },
    read: () => Promise.reject(new Error('an answer is JSON')),
  };
  return { api, calls };
};

describe('the resource that a person means', () => {
  it('is the one with the id, as the API finds it', async () => {
    const { api, calls } = apiFinding(disk);

    expect(await arnMeant({ api }, 'd-1')).toBe(disk);
    expect(calls).toEqual([{ method: 'GET', path: ['resources'], query: { id: 'd-1' } }]);
  });

  it('is the one of an ARN, and nobody is asked', async () => {
    const { api, calls } = apiFinding();

    expect(await arnMeant({ api }, disk)).toBe(disk);
    expect(calls).toEqual([]);
  });

  it('is told apart from others with the same id by its ARN', async () => {
    const { api } = apiFinding(disk, other);

    await expect(arnMeant({ api }, 'd-1')).rejects.toMatchObject({
      kind: 'invalid',
      message: `"d-1" could be ${disk}, ${other}; name it by its ARN`,
    });
  });

  it('is nobody where the API finds none', async () => {
    const { api } = apiFinding();

    await expect(arnMeant({ api }, 'd-1')).rejects.toMatchObject({
      kind: 'notFound',
      code: 'ResourceNotFound',
      message: expect.stringContaining('no resource with the id "d-1"'),
    });
  });
});
