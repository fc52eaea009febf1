import { randomUUID } from 'node:crypto';
import { hashToken } from '../../../../src/access/access-keys.ts';
import type { Caller } from '../../../../src/clouds/simulator.ts';
import { isoTime } from '../../../../src/model/clock.ts';

/** A temporary key, and who is at work with it. */
export type TemporaryKey = {
  readonly accountId: string;
  readonly secret: string;
  readonly token: string;
  readonly tokenHash: string;
  /** ISO 8601, UTC. */
  readonly expiresAt: string;
  readonly caller: Caller;
};

/** A request for a temporary key. */
export type AskedToken = {
  readonly roleArn: string;
  readonly providerArn: string;
  readonly oidcToken: string;
  readonly sessionName: string;
  readonly durationSeconds: number;
};

/** The part of STS that needs no signature: a token of somebody whom the role trusts. */
export type SecurityTokens = {
  readonly asked: AskedToken[];
  readonly keys: ReadonlyMap<string, TemporaryKey>;
  /** Undefined for requests that are for others. */
  readonly answer: (request: Request) => Promise<Response | undefined>;
};

const version = '2015-04-01';
const action = 'AssumeRoleWithOIDC';
const usualSeconds = 3600;

const formOf = async (request: Request): Promise<string> =>
  /form-urlencoded/.test(request.headers.get('content-type') ?? '')
    ? await request.clone().text()
    : '';

/** Stands in for STS: gives a key to whoever asks, and notes what was asked. */
export const createSecurityTokens = (clock: () => number): SecurityTokens => {
  const asked: AskedToken[] = [];
  const keys = new Map<string, TemporaryKey>();

  const issue = (ask: AskedToken) => {
    const [, accountId = '', roleName = ''] = /^acs:ram::(\d+):role\/(.+)$/.exec(ask.roleArn) ?? [];
    const accessKeyId = `STS.${randomUUID().replaceAll('-', '')}`;
    const [secret, token] = [randomUUID(), randomUUID()];
    const expiresAt = isoTime(clock() + ask.durationSeconds * 1000);
    const caller: Caller = {
      type: 'assumed-role',
      principalId: `300000000000000001:${ask.sessionName}`,
      userName: `${roleName}:${ask.sessionName}`,
    };
    keys.set(accessKeyId, {
      accountId,
      secret,
      token,
      tokenHash: hashToken(token),
      expiresAt,
      caller,
    });
    return {
      RequestId: randomUUID().toUpperCase(),
      AssumedRoleUser: {
        AssumedRoleId: caller.principalId,
        Arn: `${ask.roleArn}/${ask.sessionName}`,
      },
      Credentials: {
        AccessKeyId: accessKeyId,
        AccessKeySecret: secret,
        SecurityToken: token,
        Expiration: expiresAt.replace(/\.\d+Z/, 'Z'),
      },
    };
  };

  return {
    asked,
    keys,
    answer: async (request) => {
      const parameters = new URLSearchParams(
        `${new URL(request.url).search.slice(1)}&${await formOf(request)}`,
      );
      const said = (name: string): string | null =>
        request.headers.get(`x-acs-${name.toLowerCase()}`) ?? parameters.get(name);
      if (said('Version') !== version || said('Action') !== action) return undefined;
      const ask: AskedToken = {
        roleArn: parameters.get('RoleArn') ?? '',
        providerArn: parameters.get('OIDCProviderArn') ?? '',
        oidcToken: parameters.get('OIDCToken') ?? '',
        sessionName: parameters.get('RoleSessionName') ?? '',
        durationSeconds: Number(parameters.get('DurationSeconds') ?? usualSeconds),
      };
      asked.push(ask);
      return Response.json(issue(ask));
    },
  };
};
