import { describe, expect, it } from 'vitest';
import {
  type CodeClass,
  classOf,
  createClassify,
} from '../../../../src/clouds/aws/provider/errors.ts';
import {
  AccessDeniedError,
  mayHaveHappened,
  NotFoundError,
  RetryableError,
  TerminalError,
  ThrottledError,
} from '../../../../src/model/errors.ts';
import { isCursorExpired } from '../../../../src/model/page.ts';

const byClass: Readonly<Record<CodeClass, readonly string[]>> = {
  throttled: [
    'Client.RequestLimitExceeded',
    'EC2ThrottledException',
    'RequestLimitExceeded',
    'ThrottledException',
    'Throttling',
    'ThrottlingException',
    'TooManyRequestsException',
  ],
  retryable: [
    'ExpiredToken',
    'InternalServiceException',
    'InvalidDBInstanceStateFault',
    'OperationAbortedException',
    'ResourceContention',
    'Server.InternalError',
    'ServiceUnavailable',
  ],
  gone: [
    'DBClusterNotFoundFault',
    'DBInstanceNotFound',
    'DBSnapshotNotFoundFault',
    'InvalidAMIID.Malformed',
    'InvalidAllocationID.NotFound',
    'InvalidGroup.NotFound',
    'InvalidInstanceID.NotFound',
    'InvalidNetworkInterfaceID.NotFound',
    'InvalidSnapshot.NotFound',
    'InvalidVolume.NotFound',
    'LoadBalancerNotFoundException',
    'NatGatewayNotFound',
    'ResourceNotFoundException',
  ],
  'quota full': ['TagLimitExceeded', 'TooManyTagsException'],
  'key refused': ['InvalidTagKey.Malformed', 'TagPolicyViolation'],
  parameter: ['InvalidParameterException', 'InvalidParameterValue', 'ValidationError'],
  'access denied': [
    'AccessDeniedException',
    'AuthFailure',
    'OptInRequired',
    'UnauthorizedOperation',
    'UnrecognizedClientException',
  ],
  'cursor expired': ['InvalidNextToken', 'InvalidPaginationToken'],
  terminal: ['DryRunOperation', 'InvalidAction', 'MissingParameter'],
};

it.each(Object.entries(byClass).flatMap(([name, codes]) => codes.map((code) => [code, name])))(
  'takes %s for %s',
  (code, name) => {
    expect(classOf(code)).toBe(name);
  },
);

it.each(['InvalidSubnet.NotFound', 'NoSuchCode', 'InvalidVpc.NotFound'])(
  'does not know %s',
  (code) => {
    expect(classOf(code)).toBeUndefined();
  },
);

/** What a client throws when AWS answers with a code. */
const answer = (name: string, httpStatusCode = 400, message = 'it says why'): Error =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });

/** What a client throws when nobody answers. */
const broken = (code: string): Error => Object.assign(new Error('broken'), { code });

const read = { what: 'describing vol-1', isWrite: false };
const write = { what: 'tagging vol-1', isWrite: true };

describe('a failure', () => {
  const unknown: string[] = [];
  const classify = createClassify((code) => unknown.push(code));
  const errorOf = (
    thrown: unknown,
    attempt: typeof read & { hasCursor?: boolean } = read,
  ): unknown => {
    const problem = classify(thrown, attempt);
    return problem.kind === 'refused' ? problem.refusal : problem.error;
  };

  it.each([
    ['RequestLimitExceeded', ThrottledError],
    ['InvalidVolume.NotFound', NotFoundError],
    ['UnauthorizedOperation', AccessDeniedError],
    ['InternalError', RetryableError],
    ['MissingParameter', TerminalError],
    ['InvalidParameterValue', TerminalError],
  ])('with code %s is told in our own class', (code, Class) => {
    expect(errorOf(answer(code))).toBeInstanceOf(Class);
    expect(errorOf(answer(code))).toMatchObject({
      message: `describing vol-1 answered ${code}: it says why`,
    });
  });

  const date = 'Fri, 27 Nov 2026 02:00:00 GMT';
  it.each([
    [{ 'retry-after': '3' }, 3],
    [{ 'retry-after': '0.5' }, 0.5],
    [{ 'retry-after': 'Fri, 27 Nov 2026 02:00:07 GMT', date }, 7],
    [{ 'retry-after': 'Fri, 27 Nov 2026 01:59:00 GMT', date }, undefined],
    [{ 'retry-after': 'Sat, 27 Nov 2027 02:00:00 GMT', date }, 900],
    [{ 'retry-after': 'soon', date }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('of a throttle with %j says when to come again', (headers, retryAfterSeconds) => {
    const thrown = Object.assign(answer('Throttling', 429), { $response: { headers } });

    expect(errorOf(thrown)).toMatchObject({ retryAfterSeconds });
  });

  it('with a code that nobody knows may pass, and is counted', () => {
    expect(errorOf(answer('NeverSeen'))).toBeInstanceOf(RetryableError);
    expect(unknown).toEqual(['NeverSeen']);
  });

  it.each([
    ['no answer', broken('ECONNRESET')],
    ['an answer that is none', answer('NeverSeen', 200)],
    ['a fault of the service', answer('InternalError', 500)],
    ['a fault of a code that nobody knows', answer('NeverSeenEither', 503)],
  ])('of a tag call with %s may have happened', (_, thrown) => {
    expect(mayHaveHappened(errorOf(thrown, write))).toBe(true);
    expect(errorOf(thrown, write)).toBeInstanceOf(RetryableError);
  });

  it.each([
    ['a throttle', answer('RequestLimitExceeded', 503)],
    ['a denial', answer('UnauthorizedOperation', 403)],
    [
      'credentials that are missing',
      Object.assign(new Error('none'), { name: 'CredentialsProviderError' }),
    ],
  ])('of a tag call with %s has not happened', (_, thrown) => {
    expect(mayHaveHappened(errorOf(thrown, write))).toBe(false);
  });

  it.each([
    ['OptInRequired', 'region'],
    ['AuthFailure', 'region'],
    ['CredentialsProviderError', 'account'],
    ['UnauthorizedOperation', 'resource'],
  ])('of %s is about a %s', (code, scope) => {
    expect(errorOf(answer(code, 403))).toMatchObject({ scope });
  });

  it('of a listing that goes on says that its cursor has expired', () => {
    const token = answer('InvalidNextToken');

    expect(isCursorExpired(errorOf(token, { ...read, hasCursor: true }))).toBe(true);
    expect(isCursorExpired(errorOf(token))).toBe(false);
  });

  it.each([
    ['TagLimitExceeded', 'quota full'],
    ['InvalidParameterValue', 'key refused'],
    ['TagPolicyViolation', 'key refused'],
  ])('of a tag call with %s is a refusal: %s', (code, kind) => {
    expect(classify(answer(code), write)).toMatchObject({
      kind: 'refused',
      refusal: { kind, code },
    });
  });

  it('of a service without a code for it says in words that something is not there', () => {
    const gone = answer('ValidationError', 400, 'AutoScalingGroup name not found - null');

    expect(errorOf(gone, write)).toBeInstanceOf(NotFoundError);
  });

  it('of our own stays as it is', () => {
    const own = new AccessDeniedError({ code: 'NoRole', message: 'no role', scope: 'account' });

    expect(errorOf(own, write)).toBe(own);
  });
});
