import { type Agent, request } from 'node:http';
import type { z } from 'zod';

/** Makes one call of the SQS protocol and checks the answer. */
export const query = <Schema extends z.ZodType>(
  url: string,
  agent: Agent,
  action: string,
  input: object,
  schema: Schema,
): Promise<z.infer<Schema>> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify(input);
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
      },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.once('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          if (answer.statusCode === 200) resolve(schema.parse(text === '' ? {} : JSON.parse(text)));
          else reject(new Error(`${action}: HTTP ${answer.statusCode}`));
        });
      },
    );
    call.once('error', reject);
    call.end(body);
  });
