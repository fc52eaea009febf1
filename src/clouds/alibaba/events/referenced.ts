import { type Fields, isFields, textOf, textsOf, unpacked } from '../../shapes.ts';
import { type Named, namedByArn } from './named.ts';
import type { TrailRecord } from './trail-record.ts';
import { typeNamed } from './type-names.ts';

/** Fields of one reference, in lower case. Trails and their exports do not agree on them. */
const typeFields = ['resourcetype', 'type'] as const;
const idFields = [
  'resourcename',
  'resourcenames',
  'resourceid',
  'resourceids',
  'resourcearn',
  'arn',
  'name',
  'id',
  'ids',
] as const;

const lowered = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));

const namedAs = (typeName: string, id: string, service: string): readonly Named[] => {
  const byArn = namedByArn(id);
  if (byArn !== undefined) return [byArn];
  const type = typeNamed(typeName, service);
  return type === undefined ? [] : [{ type, id }];
};

/** Lists within lists that are looked into; trails have one. */
const deepest = 4;

/** The ids under one type: texts, or objects that hold them. */
const idsIn = (value: unknown, depth = 0): readonly string[] => {
  if (depth > deepest) return [];
  const held = unpacked(value);
  if (Array.isArray(held)) return held.flatMap((each) => idsIn(each, depth + 1));
  if (!isFields(held)) return textsOf(held);
  const fields = lowered(held);
  return idFields.flatMap((name) => textsOf(fields[name]));
};

/** `{type → ids}`, a list of `{resourceType, resourceName}` or of ARNs, or a JSON text of these. */
const inReferences = (value: unknown, service: string, depth = 0): readonly Named[] => {
  if (depth > deepest) return [];
  const held = unpacked(value);
  if (Array.isArray(held)) return held.flatMap((each) => inReferences(each, service, depth + 1));
  if (!isFields(held)) return textsOf(held).flatMap((text) => namedAs('', text, service));
  const fields = lowered(held);
  const type = typeFields.map((name) => textOf(fields[name])).find((each) => each !== undefined);
  return type === undefined
    ? Object.entries(held).flatMap(([name, ids]) =>
        idsIn(ids).flatMap((id) => namedAs(name, id, service)),
      )
    : idsIn(held).flatMap((id) => namedAs(type, id, service));
};

/** Types joined by ';', and their ids, those of one type joined by ','. */
const inTexts = ({ resourceType, resourceName, product }: TrailRecord): readonly Named[] => {
  const names = textsOf(resourceName, ';');
  return textsOf(resourceType, ';').flatMap((type, index) =>
    textsOf(names[index]).flatMap((id) => namedAs(type, id, product)),
  );
};

/** The resources a record references: in `referencedResources`, and in `resourceType` and `resourceName`. */
export const referencedIn = (record: TrailRecord): readonly Named[] => [
  ...inReferences(record.referencedResources, record.product),
  ...inTexts(record),
];
