import { describe, expect, it } from 'vitest';
import { leesSjablonen, maakProefApp, type StackNaam } from './hulp.ts';
import { bezwaarTegen, type Genoemd } from './uitgezonden.ts';

const sjablonen = leesSjablonen(maakProefApp());

type Widget = {
  readonly type: string;
  readonly properties: { readonly title?: string; readonly metrics?: readonly (readonly unknown[])[] };
};

/** De inhoud van een dashboard als JSON, met elke verwijzing als object op haar plaats. */
const leesInhoud = (inhoud: unknown): { readonly widgets: readonly Widget[] } => {
  const delen =
    typeof inhoud === 'object' && inhoud !== null && 'Fn::Join' in inhoud
      ? (inhoud['Fn::Join'] as [string, readonly unknown[]])[1]
      : [inhoud];
  const verwijzingen: unknown[] = [];
  const tekst = delen
    .map((deel) => (typeof deel === 'string' ? deel : `@@${verwijzingen.push(deel) - 1}@@`))
    .join('');
  return JSON.parse(tekst, (_naam, waarde: unknown) => {
    const [, nummer] = typeof waarde === 'string' ? (/^@@(\d+)@@$/.exec(waarde) ?? []) : [];
    return nummer === undefined ? waarde : verwijzingen[Number(nummer)];
  });
};

const genoemdIn = (metriek: readonly unknown[]): Genoemd => {
  const [naamruimte, naam, ...rest] = metriek.filter(
    (deel, nummer) => nummer < metriek.length - 1 || typeof deel === 'string',
  );
  const paren = Array.from({ length: Math.floor(rest.length / 2) }, (_, nummer) => rest.slice(2 * nummer));
  return {
    naamruimte: String(naamruimte),
    naam: String(naam),
    dimensies: Object.fromEntries(paren.map(([dimensie, waarde]) => [String(dimensie), waarde])),
  };
};

const dashboards = sjablonen.bronnen('AWS::CloudWatch::Dashboard').map(({ doel, bron }) => ({
  stack: doel.stack,
  naam: String(bron.Properties['DashboardName']),
  widgets: leesInhoud(bron.Properties['DashboardBody']).widgets,
}));

const metrieken = dashboards.flatMap(({ stack, naam, widgets }) =>
  widgets.flatMap(({ properties }) =>
    (properties.metrics ?? []).map((metriek): readonly [string, StackNaam, Genoemd] => [
      `${naam}: ${properties.title}: ${String(metriek[1])}`,
      stack,
      genoemdIn(metriek),
    ]),
  ),
);

describe('dashboards', () => {
  it('zijn er een per gemeente en een voor het beheer', () => {
    expect(dashboards.map(({ naam }) => naam).toSorted()).toEqual([
      'inburgeringshub-0907',
      'inburgeringshub-1734',
      'inburgeringshub-beheer',
    ]);
  });

  it('tonen alleen wat iets in deze app uitzendt', () => {
    expect(metrieken.length).toBeGreaterThan(50);
    const bezwaren = metrieken.flatMap(([waar, stack, genoemd]) => {
      const bezwaar = bezwaarTegen(sjablonen, stack, genoemd);
      return bezwaar === undefined ? [] : [`${waar}: ${bezwaar}`];
    });
    expect(bezwaren).toEqual([]);
  });

  it('tonen van elke partner van een gemeente wat er ligt, hoe oud, wat is verzonden en wat is blijven steken', () => {
    const van0907 = metrieken.filter(([waar]) => waar.startsWith('inburgeringshub-0907'));
    const perWachtrij = Map.groupBy(
      van0907.filter(([, , { naamruimte }]) => naamruimte === 'AWS/SQS'),
      ([, stack, { dimensies }]) =>
        sjablonen.bronVan(sjablonen.doelVan(stack, dimensies['QueueName']))?.Properties['QueueName'],
    );
    const gevonden = Object.fromEntries(
      [...perWachtrij].map(([wachtrij, lijst]) => [wachtrij, lijst.map(([, , { naam }]) => naam).toSorted()]),
    );
    const eigen = [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesVisible',
      'NumberOfMessagesSent',
    ];
    const dood = ['ApproximateNumberOfMessagesVisible'];
    expect(gevonden).toEqual({
      'inburgeringshub-0907-taalschool.fifo': eigen,
      'inburgeringshub-0907-balk.fifo': eigen,
      'inburgeringshub-0907-taalschool-dode-brieven.fifo': dood,
      'inburgeringshub-0907-balk-dode-brieven.fifo': dood,
    });
  });

  it('tonen elke dodebrievenbus van de verwerking', () => {
    const bussen = sjablonen
      .bronnen('AWS::SQS::Queue')
      .filter(({ doel }) => doel.stack === 'verwerking' && /DodeBrieven/.test(doel.id))
      .map(({ doel }) => doel.id);
    const getoond = metrieken
      .filter(([waar]) => waar.startsWith('inburgeringshub-beheer: Dode brieven'))
      .map(([, stack, { dimensies }]) => sjablonen.doelVan(stack, dimensies['QueueName'])?.id);
    expect(getoond.toSorted()).toEqual(bussen.toSorted());
  });
});
