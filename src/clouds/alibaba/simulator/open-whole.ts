import type { Opener } from '../../opener.ts';
import { openSimulated } from './open.ts';
import { operations } from './operations.ts';

/** Alibaba Cloud, simulated: it takes every call that it knows. */
export const openWholeAlibaba: Opener = {
  cloud: 'alibaba',
  operations,
  open: (place) => openSimulated(place, operations),
};
