import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { createTelemetry } from '../telemetry.ts';

type Answer = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

interface Surroundings {
  readonly telemetry: Pick<ReturnType<typeof createTelemetry>, 'begin' | 'publish'>;
  readonly logger: Pick<Logger, 'appendKeys'>;
}

/** What Lambda calls for each request: the API, which is made at the first one, with its telemetry around it. */
export const createHandler =
  (api: () => Promise<Answer>, { telemetry, logger }: Surroundings): Answer =>
  async (event, context) => {
    telemetry.begin(context);
    // The gateway's own id, by which its access log knows the request.
    logger.appendKeys({ verzoekId: event.requestContext?.requestId });
    try {
      return await (await api())(event, context);
    } finally {
      telemetry.publish();
    }
  };
