import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { parametersOf, type ReadValue } from '../../src/cli/api-parameters.ts';

/** Amounts, flags and lists are read as JSON, all else as text. */
const readValue: ReadValue = ([name = '', ...rest], text) =>
  ['Amount', 'Force', 'Tag'].includes(name) && rest.length === 0 && text !== 'x'
    ? z
        .union([z.number(), z.boolean(), z.looseObject({}), z.array(z.unknown())])
        .parse(JSON.parse(text))
    : text;

const words = (line: string): readonly string[] => line.split(' ');

describe('parameters of an API call on a command line', () => {
  it.each([
    ['--RegionId cn-hangzhou', { RegionId: 'cn-hangzhou' }],
    ['--RegionId=cn-hangzhou', { RegionId: 'cn-hangzhou' }],
    ['--Amount 20 --Force true', { Amount: 20, Force: true }],
    ['--Topic 20240131 --Name true', { Topic: '20240131', Name: 'true' }],
    ['--ResourceId i-1 --ResourceId i-2', { ResourceId: ['i-1', 'i-2'] }],
    ['--ResourceId.1 i-1', { ResourceId: ['i-1'] }],
    ['--ResourceId.2 b --ResourceId.1 a --ResourceId.10 c', { ResourceId: ['a', 'b', 'c'] }],
    ['--Tag.1.Key cost --Tag.1.Value 7', { Tag: [{ Key: 'cost', Value: '7' }] }],
    ['--Tag [{"Key":"cost"}]', { Tag: [{ Key: 'cost' }] }],
    ['--Note null', { Note: 'null' }],
    ['--Value --x', { Value: '--x' }],
    ['--Query.a=b=c', { Query: { a: 'b=c' } }],
  ])('%s', (line, parameters) => {
    expect(parametersOf(words(line), readValue)).toEqual(parameters);
  });

  it.each([
    ['cn-hangzhou', '"cn-hangzhou" is no parameter'],
    ['--RegionId', '--RegionId has no value'],
    ['--Tag.1.Key a --Tag.1.Key b --Tag.1 c', '--Tag.1 is given twice'],
    ['--Tag x --Tag.1 y', '--Tag.1 does not go with --Tag'],
  ])('refuses %s', (line, message) => {
    expect(() => parametersOf(words(line), readValue)).toThrow(message);
  });
});
