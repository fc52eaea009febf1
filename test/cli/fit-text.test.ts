import { describe, expect, it } from 'vitest';
import { cut, fold, pad } from '../../src/cli/fit-text.ts';

describe('a text that is cut', () => {
  it.each([
    ['shanghai', 8, 'shanghai'],
    ['shanghai', 7, 'shangh…'],
    ['上海市浦东新区', 7, '上海市…'],
    ['👩‍👩‍👧👩‍👩‍👧👩‍👩‍👧', 5, '👩‍👩‍👧👩‍👩‍👧…'],
  ])('ends at a whole character: %s in %i columns', (text, width, expected) => {
    expect(cut(text, width)).toBe(expected);
  });
});

describe('a text that is folded', () => {
  it.each([
    ['one two three', 8, ['one two', 'three']],
    ['one two three', 13, ['one two three']],
    [
      'arn:acs:ecs:cn-hangzhou:1:disk/d-1 is gone',
      10,
      ['arn:acs:ecs:cn-hangzhou:1:disk/d-1', 'is gone'],
    ],
    ['', 8, ['']],
  ])('breaks between words and never within one: %j in %i columns', (text, width, lines) => {
    expect(fold(text, width)).toEqual(lines);
  });
});

it('pads by what a terminal shows, not by characters', () => {
  expect(pad('上海', 6)).toBe('上海  ');
});
