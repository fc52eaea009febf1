import type { Deadline } from '../../src/clouds/deadline.ts';

/** Deadlines that end as soon as nothing else happens. */
export const openDeadline = () => {
  const counts = { begun: 0, calledOff: 0 };
  const deadline: Deadline = {
    seconds: 10,
    after: (_, act) => {
      counts.begun += 1;
      const timer = setImmediate(act);
      return () => {
        counts.calledOff += 1;
        clearImmediate(timer);
      };
    },
  };
  return { counts, deadline };
};
