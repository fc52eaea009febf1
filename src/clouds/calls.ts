export { isTagCallOf, tagCallsOf } from './alibaba/calls.ts';
