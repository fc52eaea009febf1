import { awsDoctor } from './aws/doctor/doctor.ts';
import type { Doctor } from './doctor.ts';

/** Who looks at what a cloud needs; a cloud that is not here needs nothing that could be looked at. */
export const doctors: readonly Doctor[] = [awsDoctor];
