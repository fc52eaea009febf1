export { eventSchema } from './alibaba/events/event-schema.ts';
