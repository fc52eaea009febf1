import { NormalizedSchema } from '@smithy/core/schema';
import { readJson } from '../../../../src/clouds/shapes.ts';
import type { WireCall } from '../../proxy.ts';
import type { Operation, WireService } from './services.ts';

const labelForm = /\{(\w+)\+?\}/g;

const urlOf = ({ path }: WireCall): URL => new URL(path, 'http://any');

/** What a path says in the places of its labels; undefined when it is another operation's. */
const labelsIn = (
  { traits }: Operation,
  call: WireCall,
): ReadonlyMap<string, string> | undefined => {
  const [method, template] = (typeof traits === 'object' ? traits.http : undefined) ?? [];
  if (method !== call.method || template === undefined) return undefined;
  const [wanted = ''] = template.split('?');
  const names = [...wanted.matchAll(labelForm)].map(([, name = '']) => name);
  const pattern = wanted.replace(labelForm, (label) => (label.endsWith('+}') ? '(.+)' : '([^/]+)'));
  const found = new RegExp(`^${pattern}/?$`).exec(urlOf(call).pathname);
  return found === null
    ? undefined
    : new Map(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]));
};

/** What a call asks for whose path says it, and its input. @returns undefined for a path that no operation has */
export const readRest = (
  { operations }: WireService,
  call: WireCall,
): { readonly operation: Operation; readonly input: object } | undefined => {
  for (const operation of operations.values()) {
    const labels = labelsIn(operation, call);
    if (labels === undefined) continue;
    const { searchParams } = urlOf(call);
    const inUrl = [...NormalizedSchema.of(operation.input).structIterator()].flatMap(
      ([name, member]) => {
        const { httpQuery } = member.getMergedTraits();
        if (labels.has(name)) return [[name, labels.get(name)]];
        if (httpQuery === undefined || !searchParams.has(httpQuery)) return [];
        const texts = searchParams.getAll(httpQuery);
        return [[name, member.isListSchema() ? texts : texts[0]]];
      },
    );
    const body = call.body.length === 0 ? {} : readJson(String(call.body));
    return { operation, input: { ...Object(body), ...Object.fromEntries(inUrl) } };
  }
  return undefined;
};
