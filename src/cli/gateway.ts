/** Hosts of API Gateway: `<api>.execute-api.<region>.amazonaws.com`. */
const gatewayHost = /(?:^|\.)execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** The region of an API Gateway; undefined where none answers. */
export const gatewayRegion = ({ hostname }: URL): string | undefined =>
  gatewayHost.exec(hostname)?.[1];
