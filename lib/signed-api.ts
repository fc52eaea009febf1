import { Validations } from 'aws-cdk-lib';
import { HttpApi, type HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Construct } from 'constructs';
import type { HeirtagFunction } from './heirtag-function.ts';
import { addHttpStage, type HttpStageProps } from './http-stage.ts';

export type SignedApiProps = Pick<HttpStageProps, 'settings' | 'requestsPerSecond'> & {
  readonly name: string;
  readonly description: string;
  readonly path: string;
  readonly method: HttpMethod;
  readonly handler: HeirtagFunction;
  /** Why no authorizer of API Gateway can tell who calls, for the security checks. */
  readonly reason: string;
};

/** Makes an API of one route, on a host of its own, that lets everybody through: its function checks who calls. */
export const addSignedApi = (
  scope: Construct,
  { name, description, path, method, handler, reason, ...limits }: SignedApiProps,
): HttpApi => {
  const api = new HttpApi(scope, 'Api', {
    apiName: name,
    description,
    createDefaultStage: false,
  });
  const routes = api.addRoutes({
    path,
    methods: [method],
    integration: new HttpLambdaIntegration('Integration', handler.function),
  });
  for (const route of routes) {
    Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason });
  }
  addHttpStage(scope, { api, ...limits });
  return api;
};
