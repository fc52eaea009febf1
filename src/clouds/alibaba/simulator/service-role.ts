import type { Caller } from '../../simulator.ts';

/**
 * The service-linked role that writes inherited tags; in the simulated cloud nobody else has it. Source:
 * product page, "Enable the feature".
 */
export const serviceRole = {
  type: 'assumed-role',
  principalId: 'AliyunServiceRoleForTag',
  userName: 'AliyunServiceRoleForTag',
} as const satisfies Caller;
