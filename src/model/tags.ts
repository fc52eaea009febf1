/** Tags of one resource, key → value. A Map, so that a key such as `__proto__` is only a key. */
export type Tags = ReadonlyMap<string, string>;

/** One tag as the HTTP API and the cloud's APIs spell it. */
export type Tag = { readonly key: string; readonly value: string };

/** Keys that belong to the cloud itself; nobody may write them. Source: Alibaba tag limits, AWS tag restrictions. */
const reservedPrefixes = ['aliyun', 'acs:', 'aws:'] as const;

/** True when the cloud keeps keys like this one to itself: never inherited. */
export const isReservedKey = (key: string): boolean =>
  reservedPrefixes.some((prefix) => key.toLowerCase().startsWith(prefix));

/** True when the cloud refuses this text in a tag key or value. */
export const hasUrl = (text: string): boolean =>
  text.includes('http://') || text.includes('https://');
