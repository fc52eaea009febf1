import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { InvalidInputError } from '../../src/model/errors.ts';

it('says what was expected, in whatever knows our errors', () => {
  const { error } = z.object({ count: z.number() }).safeParse({ count: 'three' });

  expect(InvalidInputError).toBeDefined();
  expect(error?.issues[0]?.message).toBe('Invalid input: expected number, received string');
});
