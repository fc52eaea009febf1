import { readdir, readFile, readlink } from 'node:fs/promises';

/** A socket that waits for connections, as the kernel tells it. */
export type ListeningSocket = {
  readonly family: 'tcp' | 'tcp6' | 'unix';
  /** Port, or path. */
  readonly at: string;
};

/** TCP_LISTEN. */
const listening = '0A';
/** __SO_ACCEPTCON: a Unix socket that listens. */
const accepts = 0x10000;

const rowsOf = async (processId: number, family: string): Promise<readonly string[][]> => {
  const text = await readFile(`/proc/${processId}/net/${family}`, 'utf8');
  return text
    .trim()
    .split('\n')
    .slice(1)
    .map((row) => row.trim().split(/\s+/));
};

const inodesOf = async (processId: number): Promise<ReadonlySet<string>> => {
  const folder = `/proc/${processId}/fd`;
  const targets = await Promise.all(
    (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  );
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
};

/** Every socket on which a process takes connections, whatever opened it. Linux only. */
export const listeningSocketsOf = async (
  processId: number,
): Promise<readonly ListeningSocket[]> => {
  const inodes = await inodesOf(processId);
  const tcp = (['tcp', 'tcp6'] as const).map(async (family) =>
    (await rowsOf(processId, family))
      .filter(([, , , state, , , , , , inode = '']) => state === listening && inodes.has(inode))
      .map(([, address = '']) => ({
        family,
        at: String(Number.parseInt(address.replace(/^.*:/, ''), 16)),
      })),
  );
  const unix = (await rowsOf(processId, 'unix'))
    .filter(([, , , flags = '', , , inode = '']) => {
      return (Number.parseInt(flags, 16) & accepts) !== 0 && inodes.has(inode);
    })
    .map(([, , , , , , , path = '']) => ({ family: 'unix' as const, at: path }));
  return [...(await Promise.all(tcp)).flat(), ...unix];
};
