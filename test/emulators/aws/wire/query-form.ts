import { NormalizedSchema } from '@smithy/core/schema';
import type { Operation } from './services.ts';

/** Parameters by the parts of their names: `Tag.1.Key=a` is `a` at `Tag`, `1`, `Key`. */
type Node = { text: string; readonly parts: Map<string, Node> };

const emptyNode = (): Node => ({ text: '', parts: new Map() });

const treeOf = (form: URLSearchParams): Node => {
  const root = emptyNode();
  for (const [name, text] of form) {
    let node = root;
    for (const part of name.split('.')) {
      const next = node.parts.get(part) ?? emptyNode();
      node.parts.set(part, next);
      node = next;
    }
    node.text = text;
  }
  return root;
};

/** Items in the order of their numbers: `Tag.1`, `Tags.member.1`, `Tags.Tag.1`. */
const itemsOf = ({ parts }: Node): readonly Node[] => {
  const numbered = [...parts].filter(([part]) => /^\d+$/.test(part));
  if (numbered.length > 0) {
    return numbered
      .toSorted(([left], [right]) => Number(left) - Number(right))
      .map(([, node]) => node);
  }
  const [only] = parts.values();
  return only === undefined ? [] : itemsOf(only);
};

const capitalized = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** A field under the name that its service gives it on the wire: EC2 begins each with a capital. */
const fieldOf = ({ parts }: Node, name: string, schema: NormalizedSchema): Node | undefined => {
  const { ec2QueryName, xmlName } = schema.getMergedTraits();
  const spelt = xmlName ?? name;
  const names = [String(ec2QueryName ?? spelt), capitalized(spelt), spelt];
  return names.map((each) => parts.get(each)).find((node) => node !== undefined);
};

const readValue = (schema: NormalizedSchema, node: Node): unknown => {
  if (schema.isStructSchema()) return readStructure(schema, node);
  if (schema.isListSchema()) {
    return itemsOf(node).map((item) => readValue(schema.getValueSchema(), item));
  }
  if (schema.isBooleanSchema()) return node.text === 'true';
  return schema.isNumericSchema() ? Number(node.text) : node.text;
};

const readStructure = (schema: NormalizedSchema, node: Node): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    [...schema.structIterator()].flatMap(([name, member]) => {
      const field = fieldOf(node, name, member);
      return field === undefined ? [] : [[name, readValue(member, field)]];
    }),
  );

/** What a call of the query protocol says, as an SDK's input. @param body `Action=CreateTags&ResourceId.1=…` */
export const readForm = ({ input }: Operation, body: string): object =>
  readStructure(NormalizedSchema.of(input), treeOf(new URLSearchParams(body)));
