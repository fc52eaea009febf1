export { type Taken, toBusEvent } from './alibaba/events/bus-event.ts';
export { readEvent, scopeOf } from './alibaba/events/read-event.ts';
