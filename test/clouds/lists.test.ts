import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clouds, eventReaders } from '#clouds';
import { realClouds } from '../../lib/settings/clouds.ts';
import { clouds as cloudsOfAll, eventReaders as readersOfAll } from '../../lib/variants/all.ts';
import { openers as openersOfAll } from '../../lib/variants/all-openers.ts';

/** Names of the lists of clouds that a file exports. */
const listsIn = (path: string): readonly string[] =>
  [...readFileSync(path, 'utf8').matchAll(/^export const (\w+)[^=]*= \[/gm)].map(
    ([, name = '']) => name,
  );

const names = clouds.map(({ name }) => name);

describe('the lists of clouds', () => {
  it('are all named in the guide', () => {
    const guide = readFileSync('docs/add-a-cloud.md', 'utf8');
    // Whoever imports a cloud's folder from beside it keeps a list.
    const keepers = globSync('src/clouds/*.ts').filter((path) =>
      names.some((name) => readFileSync(path, 'utf8').includes(`from './${name}/`)),
    );

    const lists = [...keepers.flatMap(listsIn), 'realClouds'];

    expect(lists).toEqual(expect.arrayContaining(['clouds', 'openers', 'doctors', 'connections']));
    expect(lists.filter((list) => !guide.includes(`\`${list}\``))).toEqual([]);
  });

  it('have every cloud where every cloud must be', () => {
    expect(eventReaders.map(({ cloud }) => cloud)).toEqual(names);
    expect(cloudsOfAll.map(({ name }) => name)).toEqual(names);
    expect(readersOfAll.map(({ cloud }) => cloud)).toEqual(names);
    expect([...realClouds].toSorted()).toEqual(names.toSorted());
    for (const name of names) expect(openersOfAll.map(({ cloud }) => cloud)).toContain(name);
  });

  it.each(names)('have the files of functions that carry %s alone', (name) => {
    const files = globSync('lib/variants/*.ts');

    expect(files).toEqual(
      expect.arrayContaining([`lib/variants/${name}.ts`, `lib/variants/${name}-openers.ts`]),
    );
  });
});
