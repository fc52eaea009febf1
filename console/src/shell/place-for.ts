import { hrefOf } from '../routing/route';

/** What somebody types to find a resource: its name, and perhaps one of its keys. */
export const placeFor = (
  text: string,
  idsOf: (id: string) => Promise<readonly string[]>,
): Promise<string> => {
  const [name = '', key] = text.trim().split(/\s+/, 2);
  return placeOf(name, key, idsOf);
};

const placeOf = async (
  name: string,
  key: string | undefined,
  idsOf: (id: string) => Promise<readonly string[]>,
): Promise<string> => {
  if (name === '') return hrefOf(['resources']);
  const tab = key === undefined ? {} : { tab: 'explain', key };
  if (name.startsWith('arn:')) return hrefOf(['resources', name], tab);
  const [only, another] = await idsOf(name);
  return only === undefined || another !== undefined
    ? hrefOf(['resources'], { id: name, key })
    : hrefOf(['resources', only], tab);
};
