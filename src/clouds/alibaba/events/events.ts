import type { EventReader } from '../../cloud.ts';
import { serviceRole } from '../simulator/service-role.ts';
import { toBusEvent } from './bus-event.ts';
import { eventPatterns } from './event-patterns.ts';
import { readEvent } from './read-event.ts';

/** How the records of ActionTrail are read. */
export const alibabaEvents: EventReader = {
  cloud: 'alibaba',
  read: readEvent,
  toBusEvent,
  patterns: eventPatterns,
  simulatedCallers: [serviceRole.userName],
};
