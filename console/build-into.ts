import { buildConsole } from './build.ts';

const [outDir] = process.argv.slice(2);
await buildConsole(outDir === undefined ? {} : { outDir });
