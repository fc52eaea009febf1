import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { whenUsed } from '../model/when-used.ts';

/** From a bundle up to the folder of its sources. */
const upToSources = /^(\.\.\/)+/;

/**
 * How stack traces are written that name files and lines of a bundle's sources. Node's `--enable-source-maps` reads bundle
 * and map at every start; this reads the map when the first trace is asked for, which most processes never are. Functions have
 * the bundle's short names, which say nothing and are left away. Frames of packages name the bundle's own line.
 * @param bundle path of the bundle, beside which `<bundle>.map` lies
 */
export const tracesInSources = (bundle: string): typeof Error.prepareStackTrace => {
  const map = whenUsed(() => new SourceMap(JSON.parse(readFileSync(`${bundle}.map`, 'utf8'))));
  const frameOf = (site: NodeJS.CallSite): string => {
    if (site.getFileName() !== bundle) return `${site}`;
    const origin = map().findOrigin(site.getLineNumber() ?? 0, site.getColumnNumber() ?? 0);
    if (!('fileName' in origin)) return `${site}`;
    const { fileName, lineNumber, columnNumber } = origin;
    // In parentheses, as a frame with a name: where the logger looks for an error's place.
    return `(${fileName.replace(upToSources, '')}:${lineNumber}:${columnNumber})`;
  };
  const framesOf = (sites: readonly NodeJS.CallSite[]): readonly unknown[] => {
    try {
      return sites.map(frameOf);
    } catch {
      // Without its map a bundle's own lines are better than an error in the place of the error.
      return sites;
    }
  };
  return (error, sites) => [error, ...framesOf(sites)].join('\n    at ');
};
