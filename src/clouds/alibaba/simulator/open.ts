import type { Opened, Opener, Place } from '../../opener.ts';
import type { Operation } from './operation.ts';
import { unifiedTagOperations } from './operations/unified-tags.ts';
import { createSimulatedProvider } from './provider.ts';
import { createSimulatedCloud } from './simulated-cloud.ts';

/** Opens the simulated cloud where the place has a table for it. @param operations what it can be asked to do */
export const openSimulated = (
  { simulatorTable: table, callLimits: limits, ...place }: Place,
  operations: readonly Operation[],
): Opened | undefined => {
  if (table === undefined) return undefined;
  const simulator = createSimulatedCloud({ ...place, operations, table });
  const open = ({ region }: { readonly region?: string }) =>
    createSimulatedProvider({ ...place, table, simulator, limits, region });
  return { simulator, provider: open({}), openAt: open };
};

/** Alibaba Cloud, simulated: it reads tags, and writes them by ARN. */
export const openAlibaba: Opener = {
  cloud: 'alibaba',
  operations: unifiedTagOperations,
  open: (place) => openSimulated(place, unifiedTagOperations),
};
