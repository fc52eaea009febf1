import type { Layer } from '../../proxy.ts';

/** A filter that moto answers with an error. */
const lacking = 'block-device-mapping.snapshot-id';

const withoutFilter = (body: string): string => {
  const parameters = new URLSearchParams(body);
  const [found] = [...parameters].find(([, value]) => value === lacking) ?? [];
  const [filter] = found?.match(/^Filter\.\d+\./) ?? [];
  if (filter === undefined) return body;
  for (const key of [...parameters.keys()]) if (key.startsWith(filter)) parameters.delete(key);
  return String(parameters);
};

/** Images by their snapshots: asked without that filter moto answers more, and who asked leaves out what is too much. */
export const imageFilter: Layer = (call, pass) =>
  call.service === 'ec2'
    ? pass({ ...call, body: Buffer.from(withoutFilter(String(call.body))) })
    : pass(call);
