import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * What a partner with an older SDK reads. AWS still serves the query protocol. The first versions of the SDKs with the
 * AWS JSON protocol are from the SQS Developer Guide, "Amazon SQS AWS JSON protocol FAQs".
 */
const MESSAGE =
  'Deze hub op uw eigen computer kent alleen het AWS JSON-protocol van SQS, en uw programma gebruikt het oudere ' +
  'query-protocol. Neem een nieuwere AWS SDK: boto3 1.28.82 (botocore 1.31.82) of nieuwer, ' +
  '@aws-sdk/client-sqs 3.447.0 of nieuwer. Bij AWS zelf werken ze allebei.';

/** Whether a request that names no target is in the query protocol, in which older SDKs post a form. */
export const isQueryProtocol = (request: IncomingMessage): boolean =>
  request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;

/** Refuses a request in the query protocol. Older SDKs show this error and do not try again. */
export function refuseQueryProtocol(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(400, { 'content-type': 'text/xml' });
  response.end(
    '<?xml version="1.0"?><ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error>' +
      '<Type>Sender</Type><Code>AWS.SimpleQueueService.UnsupportedOperation</Code>' +
      `<Message>${MESSAGE}</Message><Detail/></Error><RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}
