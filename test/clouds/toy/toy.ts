import type { Arn, Cloud, ResourceRef } from '../../../src/clouds/cloud.ts';
import { boxToLid } from './rules/box.lid.ts';

/** Names of its types in ARNs. */
export const kinds = { box: 'Toy-Box', lid: 'Toy-Lid' } as const;

export type ToyType = (typeof kinds)[keyof typeof kinds];

const kindOf = (type: string): string => type.slice('Toy-'.length).toLowerCase();

export const toyArn = ({ region, accountId, type, id }: ResourceRef): Arn =>
  `arn:toy:${region}:${accountId}:${kindOf(type)}:${id}`;

const read = (text: string): ResourceRef | undefined => {
  const [, region, accountId, kind, id] =
    /^arn:toy:([^:]+):([^:]+):(box|lid):(.+)$/.exec(text) ?? [];
  if (!region || !accountId || !id) return undefined;
  return { region, accountId, id, type: kind === 'box' ? kinds.box : kinds.lid };
};

const facts = (shortName: string) => ({ shortName, maxTags: 3, longestKey: 16, longestValue: 16 });

/** The smallest cloud: boxes, and lids that inherit from them. */
export const toy: Cloud = {
  name: 'toy',
  hasAccount: (accountId) => accountId.startsWith('toy-'),
  arns: {
    form: 'arn:toy:<region>:<account>:<kind>:<id>',
    example: 'arn:toy:attic:toy-1:lid:round',
    kinds: Object.keys(kinds),
    read,
    typeOf: (arn) => read(arn)?.type,
    format: toyArn,
  },
  resourceTypes: new Map([
    [kinds.box, facts('box')],
    [kinds.lid, facts('lid')],
  ]),
  tagRules: {
    isReserved: (key) => key.startsWith('toy:'),
    reserved: 'toy:',
    isRefused: (text) => text.includes('!'),
    refused: '!',
    withheld: ['batteries'],
    isWithheld: (key) => key === 'batteries',
  },
  calls: {
    isTagCallOf: (_, eventName) => eventName === 'Paint',
    endsAssociations: (eventName) => eventName === 'TakeOff',
    namesWhatItMakes: () => false,
  },
  rules: [boxToLid],
  hasSimulator: true,
  regions: new Map([['attic', 'The attic']]),
};
