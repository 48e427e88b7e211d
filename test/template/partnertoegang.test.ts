import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACCOUNT, proefOmgeving } from '../omgeving.ts';
import { alsLijst, leesSjablonen, maakProefApp, TWEE_MAAL_TWEE } from './hulp.ts';

/** Vier kanalen van twee gemeenten en twee partners; elk met een eigen lezer, en een ervan met een heel account. */
const LEZERS = {
  '0907/taalschool': 'arn:aws:iam::111111111111:role/taalschool-gennep',
  '0907/balk': 'arn:aws:iam::222222222222:user/balk',
  '1734/taalschool': 'arn:aws:iam::333333333333:role/hub/taalschool-overbetuwe',
  '1734/wijkondersteuner': '444444444444',
} as const;

const toegang = {
  '0907': {
    taalschool: { principals: [LEZERS['0907/taalschool']] },
    balk: { principals: [LEZERS['0907/balk']] },
  },
  '1734': {
    taalschool: { principals: [LEZERS['1734/taalschool']] },
    wijkondersteuner: { principals: [LEZERS['1734/wijkondersteuner']] },
  },
};

const met = leesSjablonen(
  maakProefApp({ omgeving: proefOmgeving({ account: ACCOUNT, wachtrijToegang: toegang }) }),
);
const zonder = leesSjablonen(maakProefApp({ omgeving: proefOmgeving({ account: ACCOUNT }) }));

type Verklaring = {
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Action: unknown;
  readonly Resource: unknown;
  readonly Condition?: unknown;
};

/** Wie een verklaring noemt; een heel account staat er als zijn root. */
const genoemd = ({ Principal }: Verklaring): readonly string[] => {
  const tekst = JSON.stringify(Principal);
  return Object.values(LEZERS).filter((lezer) =>
    tekst.includes(lezer.startsWith('arn:') ? `"${lezer}"` : `iam::${lezer}:root`),
  );
};

const beleidVan = (type: string, eigenschap: string) =>
  met.bronnen(type).flatMap(({ doel, bron }) => {
    const document = bron.Properties[eigenschap] as { Statement: readonly Verklaring[] };
    return document.Statement.map((verklaring) => ({ doel, bron, verklaring }));
  });

/** Een tekst zoals CloudFormation haar uitwerkt, in dit account en deze regio. */
const uitgewerkt = (waarde: unknown): unknown => {
  if (typeof waarde !== 'object' || waarde === null || !('Fn::Join' in waarde)) return waarde;
  const vast: Record<string, string> = {
    'AWS::Partition': 'aws',
    'AWS::Region': 'eu-west-1',
    'AWS::AccountId': ACCOUNT,
  };
  const [tussen, delen] = waarde['Fn::Join'] as [string, readonly (string | { readonly Ref: string })[]];
  return delen.map((deel) => (typeof deel === 'string' ? deel : vast[deel.Ref])).join(tussen);
};

/** De naam van de wachtrij waar een verwijzing heen gaat. */
const wachtrijnaam = (stack: 'gegevens' | 'verwerking' | 'archief', verwijzing: unknown): string =>
  String(met.bronVan(met.doelVan(stack, verwijzing))?.Properties['QueueName']);

describe('een partner die zijn wachtrij vanuit een eigen account leest', () => {
  const opWachtrijen = beleidVan('AWS::SQS::QueuePolicy', 'PolicyDocument').filter(
    ({ verklaring }) => verklaring.Effect === 'Allow' && genoemd(verklaring).length > 0,
  );

  const opSleutel = beleidVan('AWS::KMS::Key', 'KeyPolicy').filter(
    ({ verklaring }) => genoemd(verklaring).length > 0,
  );

  it('mag berichten van zijn eigen wachtrij nemen, en niets van een andere', () => {
    const gevonden = opWachtrijen.flatMap(({ doel, bron, verklaring }) => {
      const op = alsLijst(bron.Properties['Queues']).map((url) => wachtrijnaam(doel.stack, url));
      expect(op).toEqual([wachtrijnaam(doel.stack, verklaring.Resource)]);
      return genoemd(verklaring).map((lezer) => [lezer, op[0], alsLijst(verklaring.Action).toSorted()]);
    });
    const acties = [
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ];
    expect(gevonden.toSorted()).toEqual(
      Object.entries(LEZERS)
        .map(([kanaal, lezer]) => [lezer, `inburgeringshub-${kanaal.replace('/', '-')}.fifo`, acties])
        .toSorted(),
    );
  });

  it('heeft aan de rechten uit het voorbeeld voor partners precies genoeg', () => {
    const voorbeeld = JSON.parse(
      readFileSync(
        join(import.meta.dirname, '../../docs/partners/voorbeelden/wachtrij/rechten.json'),
        'utf8',
      ),
    ) as { Statement: readonly Verklaring[] };
    const gegeven = [...opWachtrijen, ...opSleutel].map(({ verklaring }) => verklaring);
    const acties = (verklaringen: readonly Verklaring[]) =>
      new Set(verklaringen.flatMap(({ Action }) => alsLijst(Action)));
    expect(acties(voorbeeld.Statement)).toEqual(acties(gegeven));
  });

  it('moet TLS gebruiken, zoals iedereen', () => {
    for (const { bron } of opWachtrijen) {
      const { Statement } = bron.Properties['PolicyDocument'] as { Statement: readonly Verklaring[] };
      expect(Statement).toContainEqual(
        expect.objectContaining({
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        }),
      );
    }
  });

  it('laat SQS de sleutel gebruiken voor zijn eigen wachtrij, om te lezen, en voor niets anders', () => {
    const gevonden = opSleutel.map(({ verklaring: { Effect, Action, Condition }, verklaring }) => {
      const { StringEquals, ...andere } = Condition as { StringEquals: Record<string, unknown> };
      const { 'kms:ViaService': via, 'kms:EncryptionContext:aws:sqs:arn': arn, ...rest } = StringEquals;
      expect([andere, rest]).toEqual([{}, {}]);
      expect(uitgewerkt(via)).toBe('sqs.eu-west-1.amazonaws.com');
      return [genoemd(verklaring), Effect, Action, uitgewerkt(arn)];
    });
    expect(gevonden.toSorted()).toEqual(
      Object.entries(LEZERS)
        .map(([kanaal, lezer]) => [
          [lezer],
          'Allow',
          'kms:Decrypt',
          `arn:aws:sqs:eu-west-1:${ACCOUNT}:inburgeringshub-${kanaal.replace('/', '-')}.fifo`,
        ])
        .toSorted(),
    );
  });

  it('staat nergens anders: alleen in het beleid van zijn wachtrij en dat van de sleutel', () => {
    for (const lezer of Object.values(LEZERS)) {
      const plekken = (['gegevens', 'verwerking', 'archief'] as const).flatMap((stack) =>
        Object.entries(met.sjablonen[stack].toJSON()['Resources'] as Record<string, { Type: string }>)
          .filter(([, bron]) => JSON.stringify(bron).includes(lezer))
          .map(([, { Type }]) => Type),
      );
      expect(plekken.toSorted(), lezer).toEqual(['AWS::KMS::Key', 'AWS::SQS::QueuePolicy']);
    }
  });

  it('verandert aan de rest van de gegevens niets', () => {
    const bronnen = (van: typeof met) =>
      Object.entries(van.sjablonen.gegevens.toJSON()['Resources'] as Record<string, { Type: string }>).filter(
        ([, { Type }]) => Type !== 'AWS::KMS::Key' && Type !== 'AWS::SQS::QueuePolicy',
      );
    expect(bronnen(met)).toEqual(bronnen(zonder));
    expect(zonder.sjablonen.verwerking.toJSON()).toEqual(met.sjablonen.verwerking.toJSON());
  });

  it('die geen gemeente heeft is een fout bij de synthese', () => {
    const omgeving = proefOmgeving({
      wachtrijToegang: { '0907': { wijkondersteuner: { principals: ['444444444444'] } } },
    });
    expect(() => maakProefApp({ omgeving, gemeenten: TWEE_MAAL_TWEE })).toThrow(
      'wachtrijToegang noemt partners zonder wachtrij: 0907/wijkondersteuner',
    );
  });
});
