import { alibaba } from '../../src/clouds/alibaba/alibaba.ts';
import { eventSchema } from '../../src/clouds/alibaba/events/event-schema.ts';
import { alibabaEvents } from '../../src/clouds/alibaba/events/events.ts';
import { openAlibaba } from '../../src/clouds/alibaba/simulator/open.ts';
import { openWholeAlibaba } from '../../src/clouds/alibaba/simulator/open-whole.ts';
import type { Cloud, EventReader } from '../../src/clouds/cloud.ts';
import type { Opener } from '../../src/clouds/opener.ts';

/** The lists of functions of a stage that has the simulated cloud, or none. */
export const clouds: readonly [Cloud, ...Cloud[]] = [alibaba];
export const eventReaders: readonly EventReader[] = [alibabaEvents];
export const eventSchemas = [eventSchema] as const;
export const openers: readonly Opener[] = [openAlibaba];
export const simulators: readonly Opener[] = [openWholeAlibaba];
