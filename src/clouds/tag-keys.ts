export { hasUrl, isReservedKey } from './alibaba/tag-keys.ts';
