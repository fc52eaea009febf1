import { expect, it } from 'vitest';
import { errorOfAll } from '../../src/model/problems.ts';

const problem = (index: number) => ({ code: `Code${index}`, message: `number ${index} is wrong` });

it('tells all problems in one error, by the code of the first', () => {
  expect(errorOfAll([problem(1), problem(2)])).toMatchObject({
    code: 'Code1',
    message: 'number 1 is wrong; number 2 is wrong',
  });
});

it('tells the first ones of a long list, and how many more there are', () => {
  const { message } = errorOfAll(Array.from({ length: 5000 }, (_, index) => problem(index)));

  expect(message).toMatch(/^number 0 is wrong; .*; number 9 is wrong; and 4990 more$/);
});
