import { type Agent, request } from 'node:http';
import type { z } from 'zod';

/** One call of the SQS protocol, its answer checked. */
export const vraag = <Schema extends z.ZodType>(
  url: string,
  agent: Agent,
  actie: string,
  invoer: object,
  schema: Schema,
): Promise<z.infer<Schema>> =>
  new Promise((resolve, reject) => {
    const body = JSON.stringify(invoer);
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${actie}` },
      },
      (answer) => {
        const delen: Buffer[] = [];
        answer.on('data', (deel: Buffer) => delen.push(deel));
        answer.once('end', () => {
          const tekst = Buffer.concat(delen).toString('utf8');
          if (answer.statusCode === 200) resolve(schema.parse(tekst === '' ? {} : JSON.parse(tekst)));
          else reject(new Error(`${actie}: HTTP ${answer.statusCode}`));
        });
      },
    );
    call.once('error', reject);
    call.end(body);
  });
