export {
  type EventPattern,
  eventPatterns,
  type NamedPattern,
} from './alibaba/events/event-patterns.ts';
