import { tracesInSources } from './stack-traces.ts';

// What every bundle does first; lib/bundling.ts puts it there.
Error.prepareStackTrace = tracesInSources(__filename);
