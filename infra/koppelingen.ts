import { Aws, Stack } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Function as LambdaFunctie } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { APP_NAAM } from './namen.ts';
import type { PartnerKanaal } from './partner-kanaal.ts';
import { STATUS_INDEX, type Tabel } from './tabel.ts';

/*
 * Elke koppeling zet de omgevingsvariabele en geeft het recht dat erbij hoort, in één aanroep: zo bestaat er geen
 * functie die iets kent waar ze niet bij mag, of iets mag wat ze niet kent.
 */

/** De handelingen op de tabel die een functie kan krijgen. Scan en verwijderen horen daar nooit bij. */
export type TabelActie = 'GetItem' | 'Query' | 'PutItem' | 'UpdateItem' | 'BatchWriteItem';

const SCHRIJVEND: readonly TabelActie[] = ['PutItem', 'UpdateItem', 'BatchWriteItem'];

const sta = (functie: LambdaFunctie, actions: readonly string[], resources: readonly string[]): void => {
  functie.addToRolePolicy(new PolicyStatement({ actions: [...actions], resources: [...resources] }));
};

/** Laat een functie de sleutel gebruiken, maar alleen door tussenkomst van de genoemde dienst. */
export const koppelSleutel = (
  functie: LambdaFunctie,
  sleutel: IKey,
  dienst: 'dynamodb' | 'secretsmanager' | 'sqs',
  acties: readonly string[],
): void =>
  functie.addToRolePolicy(
    new PolicyStatement({
      actions: acties.map((actie) => `kms:${actie}`),
      resources: [sleutel.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `${dienst}.${Aws.REGION}.amazonaws.com` } },
    }),
  );

/** Geeft een functie de tabel: alleen lezen, tenzij om meer gevraagd wordt, en de index alleen op verzoek. */
export const koppelTabel = (
  functie: LambdaFunctie,
  tabel: Tabel,
  sleutel: IKey,
  rechten: { readonly tabel?: readonly TabelActie[]; readonly index?: boolean } = {},
): void => {
  const acties = rechten.tabel ?? ['GetItem', 'Query'];
  functie.addEnvironment('TABEL_NAAM', tabel.naam);
  sta(
    functie,
    acties.map((actie) => `dynamodb:${actie}`),
    [tabel.arn],
  );
  if (rechten.index === true) sta(functie, ['dynamodb:Query'], [`${tabel.arn}/index/${STATUS_INDEX}`]);
  const schrijft = acties.some((actie) => SCHRIJVEND.includes(actie));
  koppelSleutel(functie, sleutel, 'dynamodb', [
    'Decrypt',
    'DescribeKey',
    ...(schrijft ? ['Encrypt', 'GenerateDataKey', 'ReEncryptFrom', 'ReEncryptTo'] : []),
  ]);
};

/** Laat een functie op de bus publiceren. De bus versleutelt zelf, dus de functie heeft de sleutel niet nodig. */
export const koppelBus = (functie: LambdaFunctie, bus: EventBus): void => {
  functie.addEnvironment('BUS_NAAM', bus.eventBusName);
  sta(functie, ['events:PutEvents'], [bus.eventBusArn]);
};

/** Laat een functie één geheim lezen, onder de variabele die haar zegt welk. */
export const koppelGeheim = (
  functie: LambdaFunctie,
  variabele: 'SLEUTEL_GEHEIM_ID' | 'DUO_CERTIFICAAT_GEHEIM_ID',
  geheim: { readonly secretArn: string },
  sleutel: IKey,
): void => {
  functie.addEnvironment(variabele, geheim.secretArn);
  sta(functie, ['secretsmanager:GetSecretValue'], [geheim.secretArn]);
  koppelSleutel(functie, sleutel, 'secretsmanager', ['Decrypt']);
};

/** Laat een functie berichten uit haar wachtrij nemen; dit is wat een event source mapping nodig heeft. */
export const koppelVerwerking = (functie: LambdaFunctie, wachtrij: IQueue, sleutel: IKey): void => {
  sta(functie, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [wachtrij.queueArn]);
  koppelSleutel(functie, sleutel, 'sqs', ['Decrypt']);
};

/** Laat een functie berichten in haar eigen wachtrij langer wegleggen. */
export const koppelUitstel = (functie: LambdaFunctie, wachtrij: IQueue): void => {
  functie.addEnvironment('WACHTRIJ_URL', wachtrij.queueUrl);
  sta(functie, ['sqs:ChangeMessageVisibility'], [wachtrij.queueArn]);
};

/** Lambda staat voor alle variabelen van een functie samen 4 KB toe; hier is ruimte over voor de andere. */
const MAX_WACHTRIJEN_TEKENS = 3600;

/** Wat er in de JSON om de naam van een kanaal en van zijn wachtrij heen staat. */
const TEKENS_ERNAAST = `"":"https://sqs.eu-central-1.amazonaws.com/123456789012/${APP_NAAM}-.fifo",`.length;

/**
 * Laat een functie naar alle partnerkanalen sturen. De adressen gaan als JSON mee; past dat niet meer in de
 * omgeving, dan mislukt de synthese in plaats van de uitrol.
 */
export const koppelPartnerKanalen = (
  functie: LambdaFunctie,
  kanalen: readonly PartnerKanaal[],
  sleutel: IKey,
): void => {
  const tekens = kanalen.reduce((som, { kanaal }) => som + 2 * kanaal.length + TEKENS_ERNAAST, 2);
  if (tekens > MAX_WACHTRIJEN_TEKENS) {
    throw new Error(
      `PARTNER_WACHTRIJEN wordt ${tekens} tekens voor ${kanalen.length} kanalen en past niet meer`,
    );
  }
  functie.addEnvironment(
    'PARTNER_WACHTRIJEN',
    Stack.of(functie).toJsonString(
      Object.fromEntries(kanalen.map(({ kanaal, wachtrij }) => [kanaal, wachtrij.queueUrl])),
    ),
  );
  if (kanalen.length === 0) return;
  sta(
    functie,
    ['sqs:SendMessage'],
    kanalen.map(({ wachtrij }) => wachtrij.queueArn),
  );
  koppelSleutel(functie, sleutel, 'sqs', ['Decrypt', 'GenerateDataKey']);
};
