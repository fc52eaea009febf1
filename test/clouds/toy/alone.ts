import type { Cloud, EventReader } from '../../../src/clouds/cloud.ts';
import { toyEvent, toyEvents } from './events.ts';
import { toy } from './toy.ts';

/** The list of a program that carries this cloud only. */
export const clouds: readonly [Cloud, ...Cloud[]] = [toy];

export const eventReaders: readonly EventReader[] = [toyEvents];

export const eventSchemas = [() => toyEvent] as const;
