import { describe, expect, it } from 'vitest';
import { allRegions } from '../../../src/clouds/regions.ts';
import { readRegions, writeRegions } from '../../../src/clouds/regions-text.ts';

const handledIn = (text: string) => {
  const { handled, unknown } = readRegions(text);
  return {
    alibaba: [...(handled.get('alibaba') ?? [])],
    toy: [...(handled.get('toy') ?? [])],
    unknown,
  };
};

describe('regions as a text', () => {
  it('are read as they were written', () => {
    expect(readRegions(writeRegions(allRegions))).toEqual({ handled: allRegions, unknown: [] });
  });

  it.each([
    ['cn-beijing, attic', { alibaba: ['cn-beijing'], toy: ['attic'], unknown: [] }],
    ['alibaba: cn-beijing ; toy: attic', { alibaba: ['cn-beijing'], toy: ['attic'], unknown: [] }],
    ['toy:attic', { alibaba: [], toy: ['attic'], unknown: [] }],
    ['toy:attic;cn-beijing', { alibaba: ['cn-beijing'], toy: ['attic'], unknown: [] }],
  ])('say where each cloud is handled: %s', (text, expected) => {
    expect(handledIn(text)).toEqual(expected);
  });

  it('come in the order of their cloud', () => {
    expect(handledIn('cn-beijing,us-east-1,cn-beijing').alibaba).toEqual([
      'us-east-1',
      'cn-beijing',
    ]);
  });

  it.each([
    ['alibaba:cn-beijing,attic;toy:cellar', ['alibaba:attic', 'toy:cellar']],
    ['cn-beijing,cellar', ['cellar']],
    ['tin:attic', ['tin:attic']],
    ['', ['']],
    ['toy:attic;', ['']],
    ['toy:', ['toy:']],
  ])('name what no cloud has: %s', (text, unknown) => {
    expect(readRegions(text).unknown).toEqual(unknown);
  });
});
