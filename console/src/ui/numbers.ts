const whole = new Intl.NumberFormat('en');

export const count = (n: number): string => whole.format(n);

/** "99.66 %", to the two places that it has. */
export const percentText = (percent: number): string => `${percent} %`;

/** "1 tag", "2 tags". */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;
