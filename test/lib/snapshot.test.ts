import { expect, it } from 'vitest';
import { development, templateOf } from './stage-fixture.ts';

/** Hashes of the code change with every change of it. */
const withoutHashes = (template: object): unknown =>
  JSON.parse(JSON.stringify(template).replace(/[0-9a-f]{64}(?=\.zip)/g, '<hash>'));

it('the template of a development stage is as reviewed', () => {
  expect(withoutHashes(templateOf(development))).toMatchSnapshot();
});
