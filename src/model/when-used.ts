/** Makes something when it is first asked for, and gives the same from then on. */
export const whenUsed = <T extends object | string>(make: () => T): (() => T) => {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
};
