import { expect, it } from 'vitest';
import { gatewayRegion } from '../../src/cli/gateway.ts';

it.each([
  ['https://a1b2c3.execute-api.eu-west-1.amazonaws.com', 'eu-west-1'],
  ['https://a1b2c3.execute-api.cn-north-1.amazonaws.com.cn/dev', 'cn-north-1'],
  ['https://a1b2c3-vpce-0f.execute-api.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['https://execute-api.eu-west-1.amazonaws.com.evil.example', undefined],
  ['https://tags.example.com', undefined],
  ['http://127.0.0.1:8787', undefined],
])('knows an API Gateway, which wants signed calls, by its name: %s', (url, region) => {
  expect(gatewayRegion(new URL(url))).toBe(region);
});
