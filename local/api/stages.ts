import type { RunnableFunction } from '../functions/pool.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import type { Integration, StageDefinition } from './gateway.ts';
import { checkGatewayResponse, type GatewayResponseDefinition } from './gateway-responses.ts';
import { createRouter } from './routes.ts';

const DEFAULT_TIMEOUT_MS = 29_000;

/** Finds a function by ARN or name. */
export type FindFunction = (arn: string) => RunnableFunction | undefined;

const where = ({
  stack,
  logicalId,
}: Pick<Resource<'AWS::ApiGateway::Method'>, 'stack' | 'logicalId'>): string =>
  `stack ${stack}, resource ${logicalId}`;

function integrationOf(method: Resource<'AWS::ApiGateway::Method'>, find: FindFunction): Integration {
  const { Uri, TimeoutInMillis } = method.properties.Integration;
  const arn = /\/functions\/(.+)\/invocations$/.exec(Uri)?.[1];
  const target = arn === undefined ? undefined : find(arn);
  if (!target) throw new Error(`${where(method)}: property Integration.Uri names no function of this app`);
  return { invoke: target.invoke, timeoutMillis: TimeoutInMillis ?? DEFAULT_TIMEOUT_MS };
}

function gatewayResponses(
  resources: readonly Resource<'AWS::ApiGateway::GatewayResponse'>[],
): ReadonlyMap<string, GatewayResponseDefinition> {
  return new Map(
    resources.map((resource) => {
      const { ResponseType, StatusCode, ResponseParameters, ResponseTemplates } = resource.properties;
      const definition: GatewayResponseDefinition = {
        type: ResponseType,
        statusCode: StatusCode,
        parameters: ResponseParameters ?? {},
        templates: ResponseTemplates ?? {},
      };
      try {
        checkGatewayResponse(definition);
      } catch (error) {
        throw new Error(`${where(resource)}: ${(error as Error).message}`, { cause: error });
      }
      return [ResponseType, definition];
    }),
  );
}

/** The REST API stages of an app. */
export function stagesOf(deployment: Deployment, find: FindFunction): readonly StageDefinition[] {
  const apis = new Map(deployment.of('AWS::ApiGateway::RestApi').map((api) => [api.ref, api]));
  const ofApi = <T extends { readonly properties: { readonly RestApiId: string } }>(
    resources: readonly T[],
    apiId: string,
  ): readonly T[] => resources.filter((resource) => resource.properties.RestApiId === apiId);

  return deployment.of('AWS::ApiGateway::Stage').map((stage) => {
    const apiId = stage.properties.RestApiId;
    const api = apis.get(apiId);
    if (!api) throw new Error(`${where(stage)}: property RestApiId names no API of this app`);
    const nodes = ofApi(deployment.of('AWS::ApiGateway::Resource'), apiId);
    const methods = ofApi(deployment.of('AWS::ApiGateway::Method'), apiId);
    return {
      name: stage.properties.StageName,
      apiId,
      variables: stage.properties.Variables,
      binaryMediaTypes: api.properties.BinaryMediaTypes ?? [],
      responses: gatewayResponses(ofApi(deployment.of('AWS::ApiGateway::GatewayResponse'), apiId)),
      route: createRouter(
        `${apiId}-root`,
        nodes.map(({ ref, properties }) => ({
          id: ref,
          parentId: properties.ParentId,
          pathPart: properties.PathPart,
        })),
        methods.map((method) => ({
          resourceId: method.properties.ResourceId,
          httpMethod: method.properties.HttpMethod,
          method: integrationOf(method, find),
        })),
      ),
    };
  });
}
