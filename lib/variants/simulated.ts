import { alibaba } from '../../src/clouds/alibaba/alibaba.ts';
import { eventSchema } from '../../src/clouds/alibaba/events/event-schema.ts';
import { alibabaEvents } from '../../src/clouds/alibaba/events/events.ts';
import type { Cloud, EventReader } from '../../src/clouds/cloud.ts';

/** The lists of functions of a stage that has the simulated cloud, or none. */
export const clouds: readonly [Cloud, ...Cloud[]] = [alibaba];
export const eventReaders: readonly EventReader[] = [alibabaEvents];
export const eventSchemas = [eventSchema] as const;
