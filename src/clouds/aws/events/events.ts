import type { EventReader } from '../../cloud.ts';
import { toBusEvent } from './bus-event.ts';
import { eventPatterns } from './event-patterns.ts';
import { readEvent } from './read-event.ts';

/** How the events of AWS are read: records of CloudTrail, and what services tell by themselves. */
export const awsEvents: EventReader = {
  cloud: 'aws',
  read: readEvent,
  toBusEvent,
  patterns: eventPatterns,
  simulatedCallers: [],
};
