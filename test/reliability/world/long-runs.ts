import type { World } from './play.ts';

/** Worlds after which it is told how far a run has come. */
const toldEvery = 100;

const tell = (text: string): boolean => process.stderr.write(`${text}\n`);

/** How long so many worlds may take, on a machine that does much else: one takes half a second on a quiet one. */
export const longestRunMs = (worlds: number): number => Math.max(1_800_000, worlds * 10_000);

/** Plays worlds one after the other, and tells on stderr how far it has come. @param all how many there are */
export const toldAsTheyGo = (
  name: string,
  all: number,
  play: (world: World) => Promise<void>,
): ((world: World) => Promise<void>) => {
  let played = 0;
  return async (world) => {
    await play(world);
    played += 1;
    if (played % toldEvery === 0) tell(`${name}: ${played} of ${all} worlds are right`);
  };
};

/** Tells at once that a world is wrong: to make it smaller may take longer than anybody waits. */
export const tellWrong = ({ seed, manner }: World, error: unknown): boolean =>
  tell(`a ${manner} world, seed ${seed}, is wrong: ${String(error)}`);
