/**
 * The most resources that a lane comes to in a second: a batch of 50 takes half a second at the least, for its calls
 * (list, describe, ledger, tags, ledger, describe again, record) follow each other. An upper bound by argument: no run came to it.
 */
export const mostPerLaneSecond = 100;

/** Workers that are left to live events while every lane of a job is at work, and the one that counts. */
export const workersBesideLanes = 1;
