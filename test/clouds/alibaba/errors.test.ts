import { describe, expect, it } from 'vitest';
import { classOf, createClassify, mayBeDone } from '../../../src/clouds/alibaba/errors.ts';
import {
  AccessDeniedError,
  NotFoundError,
  RetryableError,
  TerminalError,
  ThrottledError,
} from '../../../src/model/errors.ts';

const openClassify = () => {
  const unknown: string[] = [];
  const classify = createClassify((code) => unknown.push(code));
  const errorOf = (code: string, httpStatus = 400): unknown => {
    const problem = classify({ code, message: 'it says no', httpStatus, retryAfterSeconds: 3 });
    return problem.kind === 'failed' ? problem.error : undefined;
  };
  return { classify, unknown, errorOf };
};

describe('the codes of Alibaba Cloud', () => {
  it.each([
    ['Throttling', ThrottledError],
    ['Throttling.User', ThrottledError],
    ['Throttling.Api', ThrottledError],
    ['ONS_SYSTEM_FLOW_CONTROL', ThrottledError],
    ['ServiceUnavailable', RetryableError],
    ['OperationConflict', RetryableError],
    ['InvalidResourceId.NotFound', NotFoundError],
    ['InvalidInstanceIds.NotFound', NotFoundError],
    ['ResourceNotFound.loadBalancer', NotFoundError],
    ['BIZ_TOPIC_NOT_FOUND', NotFoundError],
    ['NoPermission.Operator', AccessDeniedError],
    ['Forbidden.RAM', AccessDeniedError],
    ['InvalidParameter.Tags', TerminalError],
    ['MissingParameter.TagKey', TerminalError],
  ])('make %s an error of its class', (code, errorClass) => {
    const { errorOf, unknown } = openClassify();

    expect(errorOf(code)).toBeInstanceOf(errorClass);
    expect(unknown).toEqual([]);
  });

  it.each([
    'InvalidAccessKeyId.NotFound',
    'InvalidRegionId.NotFound',
    'InvalidRegion.NotFound',
    'InvalidResourceType.NotFound',
    'InvalidInstanceType.NotFound',
    'InvalidTagScope.NotFound',
    'InvalidStatus.NotFound',
    'InvalidAction.NotFound',
  ])('do not take %s for a resource that is gone', (code) => {
    const { errorOf } = openClassify();

    expect(errorOf(code, 404)).not.toBeInstanceOf(NotFoundError);
  });

  it('never take a code for gone that the table does not name, whatever it is called', () => {
    const { errorOf, unknown } = openClassify();

    expect(errorOf('InvalidSomething.NotFound', 404)).toBeInstanceOf(RetryableError);
    expect(unknown).toEqual(['InvalidSomething.NotFound']);
  });

  it.each([
    ['QuotaExceed.TagsPerResource', 'quota full'],
    ['OperationDenied.QuotaExceed', 'quota full'],
    ['QuotaLimitExceeds', 'quota full'],
    ['InvalidParameter.TagKey', 'key refused'],
    ['InvalidTagValue.Malformed', 'key refused'],
    ['TagKey.Duplication', 'key refused'],
  ] as const)('make %s a refusal: %s', (code, kind) => {
    const { classify } = openClassify();

    const problem = classify({ code, message: 'it says no', httpStatus: 403 });

    expect(problem).toEqual({ kind: 'refused', refusal: { kind, code, message: 'it says no' } });
  });

  it.each(['QuotaExceed.TagsPerResource', 'InvalidParameter.TagKey'])(
    'make %s no refusal where it answers a second request',
    (code) => {
      const { classify } = openClassify();
      const details = { mayHaveHappened: true };

      const problem = classify({
        code,
        message: 'no',
        httpStatus: 403,
        isSecond: true,
        details,
      });

      expect(problem).toMatchObject({ kind: 'failed', error: { kind: 'retryable', details } });
    },
  );

  it('take what nobody knows for what may pass, and tell of it', () => {
    const { errorOf, unknown } = openClassify();

    expect(errorOf('SomethingNew')).toBeInstanceOf(RetryableError);
    expect(unknown).toEqual(['SomethingNew']);
    expect(classOf('SomethingNew')).toBeUndefined();
  });

  it('take any answer of 500 and more for what may pass, which is no news', () => {
    const { errorOf, unknown } = openClassify();

    expect(errorOf('SomethingNew', 503)).toBeInstanceOf(RetryableError);
    expect(unknown).toEqual([]);
  });

  it('say when to come again where the cloud said so, and where permission lacks', () => {
    const { errorOf } = openClassify();

    expect(errorOf('Throttling.User')).toMatchObject({ retryAfterSeconds: 3 });
    expect(errorOf('UnauthorizedRegion')).toMatchObject({ scope: 'region' });
    expect(errorOf('NoPermission.Tag')).toMatchObject({ scope: 'resource' });
  });
});

describe('a write that was answered with an error', () => {
  it.each([
    ['a failure of the service', { code: 'InternalError', httpStatus: 500 }],
    ['something on the way that failed', { code: 'ServiceUnavailable', httpStatus: 502 }],
    ['a failure that nobody knows', { code: 'SomethingNew', httpStatus: 504 }],
    [
      'a failure of one of several resources',
      { code: 'OperationFailed.SystemBusy', httpStatus: 200 },
    ],
    ['any refusal of a second request', { code: 'Throttling', httpStatus: 400, isSecond: true }],
  ])('may be done after %s', (_, answer) => {
    expect(mayBeDone({ ...answer, message: 'it says no' })).toBe(true);
  });

  it.each([
    ['a throttle', { code: 'Throttling.User', httpStatus: 400 }],
    ['a throttle of a busy service', { code: 'Throttling', httpStatus: 503 }],
    ['a missing permission', { code: 'NoPermission.Tag', httpStatus: 403 }],
    ['a refusal that nobody knows', { code: 'SomethingNew', httpStatus: 400 }],
  ])('is not done after %s', (_, answer) => {
    expect(mayBeDone({ ...answer, message: 'it says no' })).toBe(false);
  });
});
