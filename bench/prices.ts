/**
 * What AWS asks in us-east-1, without free tiers. US dollars. As on AWS's public price pages in 2026:
 * change them here for another region or day, and run `npm run bench:cost`.
 */
export const prices = {
  asOf: 'us-east-1, 2026, without free tiers',
  /** Each unit of a million. */
  perMillion: {
    eventBridgeEvents: 1,
    sqsRequests: 0.4,
    lambdaRequests: 0.2,
    dynamoDbReadUnits: 0.125,
    dynamoDbWriteUnits: 0.625,
  },
  /** ARM. */
  lambdaGbSecond: 0.0000133334,
  /** What a stage costs that nothing happens in. Each of a month. */
  perMonth: {
    alarm: 0.1,
    dashboard: 3,
    kmsKey: 1,
    customMetric: 0.3,
  },
  /** State table with point-in-time recovery. */
  dynamoDbGbMonth: 0.25 + 0.2,
  logGb: 0.5,
} as const;
