import { median } from './report.ts';
import type { Held } from './runner.ts';

/** How much a runner may hold more in the last third of a soak than in the middle one. */
export const mostGrowth = { residentMiB: 100, handles: 32 } as const;

/** What was held in the first, the middle and the last third. Medians. */
export const thirdsOf = (samples: readonly Held[]): readonly Held[] =>
  [0, 1, 2].map((third) => {
    const part = samples.slice(
      Math.floor((third * samples.length) / 3),
      Math.ceil(((third + 1) * samples.length) / 3),
    );
    return {
      residentMiB: median(part.map(({ residentMiB }) => residentMiB)),
      handles: median(part.map(({ handles }) => handles)),
    };
  });

/** How much more was held in the last third than in the middle one. */
export const growthOf = (samples: readonly Held[]): Held => {
  const [, middle, last] = thirdsOf(samples);
  return {
    residentMiB: (last?.residentMiB ?? Number.NaN) - (middle?.residentMiB ?? Number.NaN),
    handles: (last?.handles ?? Number.NaN) - (middle?.handles ?? Number.NaN),
  };
};

/** What was held in each third, for people. */
export const tellThirds = (samples: readonly Held[]): readonly string[] =>
  thirdsOf(samples).map(
    ({ residentMiB, handles }, index) =>
      `third ${index + 1}: ${residentMiB} MiB resident, ${handles} open handles (medians)`,
  );
