import { expect, it } from 'vitest';
import { playDay } from './demo-day.ts';

it('plays a day whose every moment is right', async () => {
  const lines: string[] = [];

  const isRight = await playDay((line) => lines.push(line));

  expect(lines.filter((line) => line.includes('WRONG'))).toEqual([]);
  expect(lines.at(-1)).toMatch(/^\d+ moments, all right$/);
  expect(isRight).toBe(true);
});
