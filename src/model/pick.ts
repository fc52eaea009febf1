/** Those of a map's values that have one of the keys, in the order of the keys. */
export const pick = <K, V>(all: ReadonlyMap<K, V>, keys: readonly K[]): ReadonlyMap<K, V> => {
  const picked = new Map<K, V>();
  for (const key of keys) {
    const value = all.get(key);
    if (value !== undefined) picked.set(key, value);
  }
  return picked;
};
