/**
 * Resources a second for each lane above which a rate is refused: no run of one lane came to more. It is no bound of what a lane
 * can do. Measured with `npm run bench:backfill`, where calls take no time of a network and an instance has 100 disks: one lane
 * came to 198 a second. With 50 ms a call and two disks to an instance it comes to 25
 * (`npm run bench -- lanes`).
 */
export const fastestLaneSeen = 200;

/** Workers that are left to live events while every lane of a job is at work, and the one that counts. */
export const workersBesideLanes = 1;
