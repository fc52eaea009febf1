import { expect, it } from 'vitest';
import type { SecretStore } from '../../src/access/access-key.ts';

/** What every secret store does. @param open makes an empty one */
export const describeSecretStore = (open: () => Promise<SecretStore>): void => {
  it('reads what was kept, letter for letter', async () => {
    const store = await open();

    await store.create('key/1', 'a "secret" 成本\n');

    expect(await store.read('key/1')).toBe('a "secret" 成本\n');
  });

  it('knows nothing of what was never kept', async () => {
    const store = await open();

    expect(await store.read('key/1')).toBeUndefined();
    expect(await store.read('__proto__')).toBeUndefined();
  });

  it('forgets one secret, and no other', async () => {
    const store = await open();
    await store.create('key/1', 'one');
    await store.create('key/2', 'two');

    await store.delete('key/1');
    await store.delete('key/1');

    expect(await store.read('key/1')).toBeUndefined();
    expect(await store.read('key/2')).toBe('two');
  });

  it('lists what is kept, and nothing that was forgotten', async () => {
    const store = await open();
    await store.create('key/1', 'one');
    await store.create('key/2', 'two');
    await store.create('other/3', 'three');
    await store.delete('key/2');

    const kept = await store.list();

    expect(kept.map(({ secretId }) => secretId).sort()).toEqual(['key/1', 'other/3']);
  });

  it('keeps all of many that come at the same time', async () => {
    const store = await open();
    const names = Array.from({ length: 20 }, (_, index) => `key/${index}`);

    await Promise.all(names.map((name) => store.create(name, `secret of ${name}`)));

    expect(await Promise.all(names.map(store.read))).toEqual(
      names.map((name) => `secret of ${name}`),
    );
  });
};
