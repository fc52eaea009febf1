/** Tags of one resource, key → value. A Map, so that a key such as `__proto__` is only a key. */
export type Tags = ReadonlyMap<string, string>;

/** One tag as the HTTP API and the cloud's APIs spell it. */
export type Tag = { readonly key: string; readonly value: string };
