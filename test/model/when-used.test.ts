import { expect, it } from 'vitest';
import { whenUsed } from '../../src/model/when-used.ts';

it('is made by the first call, and once', () => {
  let made = 0;
  const part = whenUsed(() => {
    made += 1;
    return { number: made };
  });
  expect(made).toBe(0);

  expect(part()).toBe(part());
  expect(made).toBe(1);
});
