/**
 * The most resources that a lane comes to in a second. Measured with `npm run bench:backfill`, where calls take no time of a
 * network and an instance has 100 disks: one lane came to 198. With 50 ms a call and two disks to an instance it comes to 25
 * (`npm run bench -- lanes`).
 */
export const mostPerLaneSecond = 200;

/** Workers that are left to live events while every lane of a job is at work, and the one that counts. */
export const workersBesideLanes = 1;
