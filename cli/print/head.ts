import { resolve } from 'node:path';
import { inWords } from '../../client/clock.ts';
import type { LocalHub } from '../../local/hub.ts';
import { fitLine, type Paint, table } from './text.ts';

/** Where a hub that started is to be found, and what it does with webhooks and its state. */
export const addressLines = (
  hub: Pick<LocalHub, 'url' | 'loketUrl' | 'apiUrl' | 'tokensUrl' | 'duoUrl' | 'endpoints'>,
  {
    data,
    strict,
    now,
  }: { readonly data?: string; readonly strict?: boolean; readonly now?: Date | undefined },
  width: number,
  bold: Paint,
): readonly string[] => [
  bold(`Inburgeringshub on ${hub.url}`),
  ...(now === undefined
    ? []
    : fitLine(`  The clock stands at ${inWords(now)}, and goes on from there.`, width).map(bold)),
  ...table(
    [
      ['open in a browser', hub.loketUrl],
      ['API', hub.apiUrl],
      ['specification', `${hub.apiUrl}/openapi.json`],
      // One command over three lines, each short enough never to be wrapped: a wrapped one could not be copied.
      ['tokens', 'curl -s -d grant_type=client_credentials \\'],
      ['', '-d client_id=coa -d client_secret=x \\'],
      ['', `${hub.tokensUrl}/token`],
      ['DUO stand-in', hub.duoUrl],
      ['AWS protocols', `SQS and EventBridge ${hub.endpoints.sqs}, DynamoDB ${hub.endpoints.dynamodb}`],
      [
        'webhooks',
        (strict === true
          ? 'https to public addresses only'
          : 'to this machine too, also over http; --strict refuses that') +
          (now === undefined ? '' : '; signed by its clock, which a receiver that checks the moment refuses'),
      ],
      ['state', data === undefined ? 'in memory, gone when the hub stops' : resolve(data)],
    ],
    width,
  ),
];
