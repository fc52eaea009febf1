import { nameOfSite, siteOf } from '../clouds/call.ts';
import {
  type Call,
  type CloudProvider,
  type KeyRefusal,
  patientCall,
  type TagWrite,
  type WriteResult,
} from '../clouds/provider.ts';
import { gatherBySite } from './gather-by-site.ts';
import type { Gather } from './wave.ts';

/** Keys that the cloud refuses to write, each with its reason. */
export type RefusedKeys = ReadonlyMap<string, KeyRefusal>;

/** Writes the tags of one resource, together with what others write at the same point. @returns what became of each key */
export type TagWriter = (write: TagWrite) => Promise<WriteResult>;

const allWritten: WriteResult = { refused: new Map(), failed: new Map() };

const asFailed = ({ set, remove }: TagWrite, error: unknown): WriteResult => ({
  refused: new Map(),
  failed: new Map([...set.keys(), ...remove].map((key) => [key, error])),
});

/** Opens what writes tags through a cloud. */
export const createTagWriter = (
  cloud: CloudProvider,
  gather: Gather,
  call: Call = patientCall,
): TagWriter => {
  const writeAll = async (writes: readonly TagWrite[]): Promise<readonly WriteResult[]> => {
    try {
      return await cloud.write(writes, call);
    } catch (error) {
      return writes.map((write) => asFailed(write, error));
    }
  };

  const gathered = gatherBySite<TagWrite, WriteResult>(
    gather,
    ({ arn }) => nameOfSite(siteOf(arn)),
    async (writes) => {
      const results = await writeAll(writes);
      return writes.map((write, index) => ({
        status: 'fulfilled',
        value:
          results[index] ??
          asFailed(write, new Error(`the cloud left ${write.arn} without an answer`)),
      }));
    },
  );

  return async (write) => {
    if (write.set.size + write.remove.length === 0) return allWritten;
    return gathered(write);
  };
};
