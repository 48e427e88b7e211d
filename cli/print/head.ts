import { resolve } from 'node:path';
import { inWords } from '../../client/clock.ts';
import { PLAY_PATH } from '../../functions/loket/paths.ts';
import type { LocalHub } from '../../local/hub.ts';
import type { Style } from './paint.ts';
import { fitLine, table } from './text.ts';

type Addresses = Pick<LocalHub, 'url' | 'loketUrl' | 'apiUrl' | 'tokensUrl' | 'duoUrl' | 'endpoints'>;

const specificationOf = ({ apiUrl }: Addresses): string => `${apiUrl}/openapi.json`;
const tokenUrlOf = ({ tokensUrl }: Addresses): string => `${tokensUrl}/token`;

/** The addresses for a program, which may use the hub once it has read them. */
export const addressesOf = (hub: Addresses) => ({
  url: hub.url,
  loket: hub.loketUrl,
  api: hub.apiUrl,
  specificatie: specificationOf(hub),
  tokens: tokenUrlOf(hub),
  duo: hub.duoUrl,
  sqs: hub.endpoints.sqs,
  dynamodb: hub.endpoints.dynamodb,
});

/** Where a hub that started is to be found, and what it does with webhooks and its state. */
export const addressLines = (
  hub: Addresses,
  {
    data,
    strict,
    now,
  }: { readonly data?: string; readonly strict?: boolean; readonly now?: Date | undefined },
  width: number,
  { bold, warn }: Style,
): readonly string[] => [
  bold(`Inburgeringshub on ${hub.url}`),
  ...(now === undefined
    ? []
    : fitLine(`  The clock stands at ${inWords(now)}, and goes on from there.`, width).map(warn)),
  ...table(
    [
      ['open in a browser', hub.loketUrl],
      ['to play with', new URL(PLAY_PATH, hub.loketUrl).href],
      ['API', hub.apiUrl],
      ['specification', specificationOf(hub)],
      // One command over three lines, each short enough never to be wrapped: a wrapped one could not be copied.
      ['tokens', 'curl -s -d grant_type=client_credentials \\'],
      ['', '-d client_id=coa -d client_secret=x \\'],
      ['', tokenUrlOf(hub)],
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
