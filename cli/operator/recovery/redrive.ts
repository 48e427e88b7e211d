import { randomUUID } from 'node:crypto';
import { setTimeout as pauze } from 'node:timers/promises';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Command } from 'commander';
import { maakDodebrieven } from '../../../adapters/dodebrieven.ts';
import type { Uitrol } from '../../../client/deployment.ts';
import { userError } from '../../../client/errors.ts';
import { herstel, type PlekVerslag } from '../../../functions/herstel/verwerk.ts';
import { type Finish, findUitrol, parseRate, type UitrolOptions, withUitrol } from '../../options.ts';
import type { Output } from '../../output.ts';
import { table } from '../../print/text.ts';
import { kiesPlekken, plekkenVan } from './places.ts';

export interface RedriveOptions {
  readonly alles?: boolean;
  readonly proef?: boolean;
  readonly perSeconde: number;
  readonly json?: boolean;
}

const row = ({ naam, dodeBrieven, verplaatst, mislukt, gelaten, dubbel, klaar }: PlekVerslag) => [
  naam,
  `${dodeBrieven} dead letters`,
  ...(verplaatst === undefined
    ? []
    : [
        [
          `${verplaatst} moved (verplaatst)`,
          ...Object.entries(gelaten ?? {}).map(([reden, aantal]) => `${aantal} left: ${reden}`),
          ...(mislukt === 0 ? [] : [`${mislukt} refused (mislukt)`]),
          ...(dubbel === 0 ? [] : [`${dubbel} sent but not removed: run this again`]),
          ...(klaar === false ? ['not finished'] : []),
        ].join(', '),
      ]),
];

/** `hub redrive`: counts the dead letters of every place, or moves those of one place (or all) back. */
export const redrive = async (
  uitrol: Uitrol,
  naam: string | undefined,
  { alles, proef, perSeconde, json }: RedriveOptions,
  output: Output,
): Promise<number> => {
  if (naam !== undefined && alles === true) throw userError('give a place, or --alles, not both');
  const plekken = kiesPlekken(plekkenVan(uitrol), naam);
  const clients = {
    sqs: new SQSClient(uitrol.clientConfig('sqs')),
    lambda: new LambdaClient(uitrol.clientConfig('lambda')),
  };
  // Without a place and without --alles this is the list.
  const alleenTellen = proef === true || (naam === undefined && alles !== true);
  const stempel = `${randomUUID()} ${new Date().toISOString()}`;
  try {
    const verslagen = await herstel(
      {
        vindPlekken: async () => plekken,
        dodebrieven: (plek) => maakDodebrieven(plek, clients),
        waarnemen: { info: () => undefined },
      },
      { proef: alleenTellen, perSeconde },
      { stempel, pauze },
    );
    if (json === true) output.lines(verslagen.map((verslag) => JSON.stringify(verslag)));
    else {
      output.lines(table(verslagen.map(row), output.width, ''));
      output.line(
        alleenTellen
          ? `Nothing was moved.${proef === true ? ` That would go at ${perSeconde} a second.` : ''}`
          : `Stamp (herstel) of this run: ${stempel}`,
      );
    }
    return verslagen.some(({ mislukt = 0, dubbel = 0 }) => mislukt + dubbel > 0) ? 1 : 0;
  } finally {
    clients.sqs.destroy();
    clients.lambda.destroy();
  }
};

/** Adds `redrive` to the program. */
export const redriveCommand = (program: Command, output: Output, finish: Finish): void => {
  withUitrol(program.command('redrive'))
    .description(
      'list the dead letters (dode brieven) of every queue, or move them back to where they belong',
    )
    .argument('[place]', 'for example coa, coa-regel, bewaking, 0907/taalschool; without it, a list')
    .option('--alles', 'move the dead letters of every place')
    .option('--proef', 'only say what would be moved')
    .option('--per-seconde <number>', 'messages a second', parseRate, 5)
    .option('--json', 'print one line of JSON a place')
    .action((place: string | undefined, options: RedriveOptions & UitrolOptions) =>
      finish(findUitrol(options).then((uitrol) => redrive(uitrol, place, options, output))),
    );
};
