import { distance } from 'fastest-levenshtein';

/** Names that lie near to a wrong one, and how many of them are told. */
const mostClosest = 3;

/** Names that lie nearest to a wrong one, without regard to case; the nearest first. */
export const closestTo = (name: string, names: readonly string[]): readonly string[] =>
  names
    .map((each) => ({ each, edits: distance(name.toLowerCase(), each.toLowerCase()) }))
    .sort((left, right) => left.edits - right.edits)
    .slice(0, mostClosest)
    .map(({ each }) => each);
