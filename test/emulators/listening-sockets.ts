import { readdir, readFile, readlink } from 'node:fs/promises';

/** A socket that takes connections, or datagrams of whoever sends them. */
export type ListeningSocket = {
  /** TCP or UDP, for IPv6 with a 6. */
  readonly protocol: string;
  /** In the kernel's own digits: four bytes at a time, the last one first. */
  readonly address: string;
  readonly port: number;
};

/** What the kernel keeps for each protocol, and in which state a socket listens there. Source: proc(5), `/proc/net`. */
const tables = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' } as const;

const ipv6Loopback = '00000000000000000000000001000000';
/** 127.x.y.z, also as IPv6 writes it. */
const ipv4Loopback = /^(0{16}FFFF0000)?[0-9A-F]{6}7F$/;

/** @param address as `socketsOf` gives it */
export const isLoopback = (address: string): boolean =>
  address === ipv6Loopback || ipv4Loopback.test(address);

/** What may be gone while it is read: processes and their files come and go. */
const orNothing = async <T>(reading: Promise<T>, nothing: T): Promise<T> => {
  try {
    return await reading;
  } catch {
    return nothing;
  }
};

/** A process and all that it started, and they in turn. Linux only. */
const familyOf = async (processId: number): Promise<readonly number[]> => {
  const all = (await readdir('/proc')).map(Number).filter(Number.isInteger);
  const parents = new Map<number, number>();
  for (const id of all) {
    const status = await orNothing(readFile(`/proc/${id}/status`, 'utf8'), '');
    parents.set(id, Number(/^PPid:\s+(\d+)$/m.exec(status)?.[1] ?? 0));
  }
  const family = [processId];
  for (const member of family) family.push(...all.filter((id) => parents.get(id) === member));
  return family;
};

/** The kernel's numbers of a process's sockets. */
const inodesOf = async (processId: number): Promise<readonly string[]> => {
  const folder = `/proc/${processId}/fd`;
  const files = await orNothing(readdir(folder), []);
  const links = await Promise.all(
    files.map((file) => orNothing(readlink(`${folder}/${file}`), '')),
  );
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
};

const inTable = (text: string, listening: string, protocol: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === listening)
    .map((fields) => {
      const [address = '', port = ''] = (fields[1] ?? '').split(':');
      return { protocol, address, port: Number.parseInt(port, 16), inode: fields[9] ?? '' };
    });

/** The sockets by which a process and those that it started can be reached. Linux only: read where the kernel tells it. */
export const socketsOf = async (processId: number): Promise<readonly ListeningSocket[]> => {
  const family = await familyOf(processId);
  const inodes = new Set((await Promise.all(family.map(inodesOf))).flat());
  const listening = await Promise.all(
    Object.entries(tables).map(async ([protocol, state]) =>
      inTable(await orNothing(readFile(`/proc/net/${protocol}`, 'utf8'), ''), state, protocol),
    ),
  );
  return listening
    .flat()
    .filter(({ inode }) => inodes.has(inode))
    .map(({ protocol, address, port }) => ({ protocol, address, port }));
};
