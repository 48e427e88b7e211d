import { describe, expect, it } from 'vitest';
import { FUNCTIES } from '../../infra/namen.ts';
import { alsLijst, functieMet, leesSjablonen, maakProefApp, type StackNaam } from './hulp.ts';

const sjablonen = leesSjablonen(maakProefApp());

type Verklaring = {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

/** Welke soort bron een recht raakt; een pad onder de bron staat erachter. */
const raakt = (stack: StackNaam, resource: unknown): string => {
  const [kop, ...staart] =
    typeof resource === 'object' && resource !== null && 'Fn::Join' in resource
      ? (resource['Fn::Join'] as [string, unknown[]])[1]
      : [resource];
  // Een ARN naar patroon: alleen de naam aan het eind zegt iets.
  if (typeof kop === 'string') return String(staart.at(-1)).replace(/^:/, '');
  const type = sjablonen.bronVan(sjablonen.doelVan(stack, kop))?.Type ?? JSON.stringify(kop);
  return `${type.replace(/^AWS::/, '')}${staart.map(String).join('')}`;
};

const viaDienst = (verklaring: Verklaring): string => {
  const via = verklaring.Condition?.['StringEquals']?.['kms:ViaService'];
  if (via === undefined) return '';
  return ` via ${(via as { 'Fn::Join': [string, string[]] })['Fn::Join'][1][0]?.replace(/\.$/, '')}`;
};

/** Alle rechten van een functie, elk als `actie op soort`. */
const rechtenVan = (naam: string): readonly string[] => {
  const { doel, bron } = functieMet(sjablonen, naam);
  const rol = sjablonen.doelVan(doel.stack, bron.Properties['Role']);
  return sjablonen
    .bronnen('AWS::IAM::Policy')
    .filter((policy) =>
      alsLijst(policy.bron.Properties['Roles']).some(
        (r) => sjablonen.doelVan(policy.doel.stack, r)?.id === rol?.id,
      ),
    )
    .flatMap((policy) => {
      const { Statement } = policy.bron.Properties['PolicyDocument'] as { Statement: readonly Verklaring[] };
      return Statement.flatMap((verklaring) =>
        alsLijst(verklaring.Action).flatMap((actie) =>
          alsLijst(verklaring.Resource).map(
            (resource) =>
              `${verklaring.Effect === 'Deny' ? 'nooit ' : ''}${String(actie)} op ${raakt(policy.doel.stack, resource)}${viaDienst(verklaring)}`,
          ),
        ),
      );
    })
    .toSorted();
};

const opTabel = (...acties: string[]) => acties.map((actie) => `dynamodb:${actie} op DynamoDB::GlobalTable`);
const metSleutel = (dienst: string, ...acties: string[]) =>
  acties.map((actie) => `kms:${actie} op KMS::Key via ${dienst}`);

const LOGS = ['logs:CreateLogStream op Logs::LogGroup', 'logs:PutLogEvents op Logs::LogGroup'];
const INDEX = 'dynamodb:Query op DynamoDB::GlobalTable/index/perStatus';
const BUS = 'events:PutEvents op Events::EventBus';
const GEHEIM = [
  'secretsmanager:GetSecretValue op SecretsManager::Secret',
  ...metSleutel('secretsmanager', 'Decrypt'),
];
const SCHRIJVEN = metSleutel(
  'dynamodb',
  'Decrypt',
  'DescribeKey',
  'Encrypt',
  'GenerateDataKey',
  'ReEncryptFrom',
  'ReEncryptTo',
);
const VERWERKEN = [
  ...['DeleteMessage', 'GetQueueAttributes', 'ReceiveMessage'].map((actie) => `sqs:${actie} op SQS::Queue`),
  ...metSleutel('sqs', 'Decrypt'),
];
const BRON = [
  ...LOGS,
  ...VERWERKEN,
  ...opTabel('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
  ...SCHRIJVEN,
  BUS,
  ...GEHEIM,
];

const WEBHOOK_GEHEIM = 'secretsmanager:GetSecretValue op SecretsManager::Secret';
/** Opdrachten om te bezorgen in de wachtrij van webhook zetten. */
const BEZORGEN = 'sqs:SendMessage op SQS::Queue';

const keer = (aantal: number, ...acties: string[]) =>
  Array.from({ length: aantal }, () => acties.map((actie) => `sqs:${actie} op SQS::Queue`)).flat();

const NAAR_PARTNERS = [
  'sqs:SendMessage op inburgeringshub-????-*.fifo',
  'nooit sqs:SendMessage op inburgeringshub-????-*-dode-brieven.fifo',
];

const RECHTEN: Readonly<Record<(typeof FUNCTIES)[number], readonly string[]>> = {
  api: [
    ...LOGS,
    ...opTabel('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
    INDEX,
    ...SCHRIJVEN,
    BUS,
    ...GEHEIM,
    WEBHOOK_GEHEIM,
    BEZORGEN,
    ...metSleutel('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  coa: BRON,
  brp: BRON,
  duo: [...BRON, 'sqs:ChangeMessageVisibility op SQS::Queue'],
  partnerberichten: [
    ...LOGS,
    ...VERWERKEN,
    ...opTabel('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
    ...SCHRIJVEN,
    ...NAAR_PARTNERS,
    BEZORGEN,
    // Wacht kort als een andere aanroep met dezelfde zaak bezig is.
    'sqs:ChangeMessageVisibility op SQS::Queue',
    ...metSleutel('sqs', 'GenerateDataKey'),
  ],
  webhook: [
    ...LOGS,
    ...VERWERKEN,
    'sqs:ChangeMessageVisibility op SQS::Queue',
    ...opTabel('GetItem', 'Query', 'PutItem', 'UpdateItem', 'BatchWriteItem'),
    INDEX,
    ...SCHRIJVEN,
    BUS,
    ...GEHEIM,
    ...NAAR_PARTNERS,
    BEZORGEN,
    ...metSleutel('sqs', 'GenerateDataKey'),
  ],
  bewaking: [
    ...LOGS,
    ...opTabel('GetItem', 'Query', 'PutItem', 'UpdateItem'),
    INDEX,
    ...SCHRIJVEN,
    BUS,
    'sqs:SendMessage op SQS::Queue',
    BEZORGEN,
    ...metSleutel('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
  herstel: [
    ...LOGS,
    // Vier verwerkers met elk twee bussen, webhook en de bewaking.
    ...keer(10, 'DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'),
    ...['DeleteMessage', 'GetQueueAttributes', 'GetQueueUrl', 'ReceiveMessage'].map(
      (actie) => `sqs:${actie} op inburgeringshub-????-*-dode-brieven.fifo`,
    ),
    // Vier wachtrijen van verwerkers en die van webhook; en haar eigen dode brieven.
    ...keer(5, 'GetQueueUrl', 'SendMessage'),
    'sqs:GetQueueUrl op inburgeringshub-????-*.fifo',
    ...NAAR_PARTNERS,
    'sqs:SendMessage op SQS::Queue',
    'lambda:InvokeFunction op Lambda::Function',
    ...metSleutel('sqs', 'Decrypt', 'GenerateDataKey'),
  ],
};

/** Waar een jokerteken mag staan, en waarom. */
const TOEGESTAAN: readonly { readonly type: string; readonly effect: string; readonly reden: string }[] = [
  { type: 'AWS::KMS::Key', effect: 'Allow', reden: 'in het beleid van een sleutel betekent * deze sleutel' },
  { type: 'AWS::SQS::QueuePolicy', effect: 'Deny', reden: 'weigert alles wat niet over TLS komt' },
];

const BELEID: Readonly<Record<string, string>> = {
  'AWS::IAM::Policy': 'PolicyDocument',
  'AWS::IAM::Role': 'AssumeRolePolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
};

describe('rechten', () => {
  it.each(FUNCTIES)('%s mag precies wat haar taak vraagt', (naam) => {
    expect(rechtenVan(naam)).toEqual(RECHTEN[naam].toSorted());
  });

  it.each(['partnerberichten', 'webhook'])(
    '%s schrijft alleen in kanalen van partners, en niet in hun dode brieven',
    (naam) => {
      const regels = rechtenVan(naam).flatMap((recht) => {
        const [, nooit, patroon] = /^(nooit )?sqs:SendMessage op (\S+)$/.exec(recht) ?? [];
        if (patroon === undefined) return [];
        const vorm = patroon.replaceAll('.', '\\.').replaceAll('?', '.').replaceAll('*', '.*');
        return [{ verboden: nooit !== undefined, vorm: new RegExp(`^${vorm}$`) }];
      });
      const mag = (wachtrij: string): boolean =>
        regels.some(({ verboden, vorm }) => !verboden && vorm.test(wachtrij)) &&
        !regels.some(({ verboden, vorm }) => verboden && vorm.test(wachtrij));
      const namen = sjablonen
        .bronnen('AWS::SQS::Queue')
        // Wat geen naam heeft krijgt die van CloudFormation: stack, bron en willekeur.
        .map(({ doel, bron }) =>
          String(bron.Properties['QueueName'] ?? `InburgeringshubVerwerking-${doel.id}`),
        );
      expect(namen.filter(mag).toSorted()).toEqual([
        'inburgeringshub-0907-balk.fifo',
        'inburgeringshub-0907-taalschool.fifo',
        'inburgeringshub-1734-taalschool.fifo',
        'inburgeringshub-1734-wijkondersteuner.fifo',
      ]);
    },
  );

  it('noemen nergens alle acties of alle bronnen, behalve waar dat een reden heeft', () => {
    const jokers = Object.entries(BELEID).flatMap(([type, eigenschap]) =>
      sjablonen.bronnen(type).flatMap(({ doel, bron }) => {
        const document = bron.Properties[eigenschap] as { Statement: readonly Verklaring[] };
        return document.Statement.filter(
          ({ Action, Resource }) =>
            alsLijst(Resource).includes('*') ||
            alsLijst(Action).some((actie) => actie === '*' || String(actie).endsWith(':*')),
        ).map(({ Effect }) => ({ id: doel.id, type, effect: Effect }));
      }),
    );
    const zonderReden = jokers.filter(
      ({ type, effect }) => !TOEGESTAAN.some((reden) => reden.type === type && reden.effect === effect),
    );
    expect(zonderReden).toEqual([]);
  });

  it('zitten in eigen rollen; alleen API Gateway krijgt een beheerde policy', () => {
    const beheerd = sjablonen
      .bronnen('AWS::IAM::Role')
      .filter(({ bron }) => bron.Properties['ManagedPolicyArns'] !== undefined)
      .map(({ bron }) => JSON.stringify(bron.Properties['ManagedPolicyArns']));
    expect(beheerd).toEqual([expect.stringContaining('AmazonAPIGatewayPushToCloudWatchLogs')]);
  });

  it('geven diensten de sleutel alleen voor dit account of voor deze logs', () => {
    type VoorDienst = Verklaring & { readonly Principal: { readonly Service?: unknown } };
    const zonderVoorwaarde = sjablonen
      .bronnen('AWS::KMS::Key')
      .flatMap(({ bron }) => (bron.Properties['KeyPolicy'] as { Statement: readonly VoorDienst[] }).Statement)
      .filter(({ Principal, Condition }) => Principal.Service !== undefined && Condition === undefined);
    // Kijken of de sleutel bestaat mag EventBridge zonder voorwaarde; gebruiken niet.
    expect(zonderVoorwaarde.map(({ Action }) => Action)).toEqual(['kms:DescribeKey']);
  });
});
