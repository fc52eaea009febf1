import { describe, expect, it } from 'vitest';
import { allResourceTypes, isResourceType } from '../../../src/clouds/alibaba/resource-types.ts';
import { hasUrl, isReservedKey, tagRules } from '../../../src/clouds/alibaba/tag-keys.ts';
import { isAccountId } from '../../../src/model/account.ts';

describe('a key of the cloud itself', () => {
  it.each(['aliyun', 'aliyun.x', 'Aliyun', 'acs:tag:createdby', 'ACS:x', 'aws:x'])('%s', (key) => {
    expect(isReservedKey(key)).toBe(true);
  });

  it.each(['acs', 'aws', 'x-aliyun', 'my acs:', '__proto__', ''])('not %s', (key) => {
    expect(isReservedKey(key)).toBe(false);
  });
});

describe('a withheld key', () => {
  it.each(tagRules.withheld)('is told by %s', (pattern) => {
    const shortest = pattern.replace(/\*$/, '');
    expect(tagRules.isWithheld(shortest)).toBe(true);
    expect(tagRules.isWithheld(`${shortest}x`)).toBe(pattern.endsWith('*'));
    expect(tagRules.isWithheld(shortest.slice(1))).toBe(false);
  });
});

describe('an address in a text', () => {
  it.each(['http://', 'see https://x.test'])('%s', (text) => expect(hasUrl(text)).toBe(true));

  it.each(['http', 'https:/x', 'ftp://x', ''])('not %s', (text) => {
    expect(hasUrl(text)).toBe(false);
  });
});

describe('an account', () => {
  it.each(['1000000000000001', '154735325685****', 'my_account-1', 'x'.repeat(64)])(
    '%s',
    (text) => {
      expect(isAccountId(text)).toBe(true);
    },
  );

  it.each(['', 'a b', '1:2', '1/2', '1\n', 'x'.repeat(65)])('not %j', (text) => {
    expect(isAccountId(text)).toBe(false);
  });
});

describe('a resource type', () => {
  it('is one of 16', () => {
    expect(allResourceTypes).toHaveLength(16);
    expect(allResourceTypes.every(isResourceType)).toBe(true);
  });

  it.each(['ecs-instance', 'toString', '__proto__', ''])('is not %j', (name) => {
    expect(isResourceType(name)).toBe(false);
  });
});
