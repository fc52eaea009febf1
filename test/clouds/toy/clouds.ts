import * as z from 'zod/mini';
import { alibaba } from '../../../src/clouds/alibaba/alibaba.ts';
import { alibabaEvents } from '../../../src/clouds/alibaba/events/events.ts';
import type { Cloud, EventReader } from '../../../src/clouds/cloud.ts';
import { toyEvent, toyEvents } from './events.ts';
import { toy } from './toy.ts';

/** The list with one more cloud: what `#clouds` stands for in the tests of this folder. */
export const clouds: readonly [Cloud, ...Cloud[]] = [alibaba, toy];

export const eventReaders: readonly EventReader[] = [alibabaEvents, toyEvents];

export const eventSchemas = [() => z.looseObject({}), () => toyEvent] as const;
