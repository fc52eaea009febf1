import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { type Listening, listenOnLoopback } from '../loopback.ts';

const requestSchema = z.object({
  Name: z.optional(z.string()),
  SecretId: z.optional(z.string()),
  SecretString: z.optional(z.string()),
  Tags: z.optional(z.array(z.object({ Key: z.string(), Value: z.string() }))),
  NextToken: z.optional(z.string()),
  Filters: z.optional(z.array(z.object({ Key: z.string(), Values: z.array(z.string()) }))),
  ForceDeleteWithoutRecovery: z.optional(z.boolean()),
});

export type FakeSecretsManager = Listening & {
  /** Name → secret. */
  readonly secrets: Map<string, string>;
  /** Name → tags. */
  readonly tags: Map<string, Readonly<Record<string, string>>>;
  /** From now on every call is answered with this error. */
  readonly failWith: (status: number, code: string) => void;
};

/** Secrets in a page of a list. */
const pageSize = 2;

/** When every secret was made. Seconds since the epoch, as the API tells times. */
export const madeAtSeconds = 1_772_000_000;

/** A Secrets Manager on loopback: the four calls that the service makes. */
export const startFakeSecretsManager = async (): Promise<FakeSecretsManager> => {
  const secrets = new Map<string, string>();
  const tags = new Map<string, Readonly<Record<string, string>>>();
  let failure: { readonly status: number; readonly code: string } | undefined;

  const answer = (target: string, input: z.infer<typeof requestSchema>): object | undefined => {
    const { Name = '', SecretId = '', SecretString, Tags = [] } = input;
    switch (target) {
      case 'secretsmanager.CreateSecret':
        secrets.set(Name, SecretString ?? '');
        tags.set(Name, Object.fromEntries(Tags.map(({ Key, Value }) => [Key, Value])));
        return { Name };
      case 'secretsmanager.GetSecretValue': {
        const found = secrets.get(SecretId);
        return found === undefined ? undefined : { Name: SecretId, SecretString: found };
      }
      case 'secretsmanager.DeleteSecret':
        // Without this one, a secret of this name could not be made for a week.
        if (input.ForceDeleteWithoutRecovery !== true) return undefined;
        return secrets.delete(SecretId) ? { Name: SecretId } : undefined;
      case 'secretsmanager.ListSecrets': {
        // As the real one: a filter by name finds what has the words of it, in any case.
        const words = (input.Filters ?? []).flatMap(({ Values }) => Values);
        const names = [...secrets.keys()].filter((name) =>
          words.every((word) => name.toLowerCase().includes(word.toLowerCase())),
        );
        const from = Number(input.NextToken ?? 0);
        const next = from + pageSize;
        return {
          SecretList: names.slice(from, next).map((name) => ({
            Name: name,
            CreatedDate: madeAtSeconds,
          })),
          ...(next < names.length ? { NextToken: String(next) } : {}),
        };
      }
      default:
        return undefined;
    }
  };

  const server = createServer(async (request, response) => {
    const input = requestSchema.parse(await json(request));
    const result = answer(String(request.headers['x-amz-target']), input);
    const error =
      failure ??
      (result === undefined ? { status: 400, code: 'ResourceNotFoundException' } : undefined);
    response.writeHead(error?.status ?? 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(error === undefined ? result : { __type: error.code }));
  });
  const { endpoint, stop } = await listenOnLoopback(server);
  return {
    endpoint,
    secrets,
    tags,
    failWith: (status, code) => {
      failure = { status, code };
    },
    stop,
  };
};
