import { CfnOutput, Duration, type RemovalPolicy, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { maakAlarmOnderwerp } from './alarm-onderwerp.ts';
import { bewaart, verwijderbeleid } from './bescherming.ts';
import { maakGemeenteDashboard } from './dashboards.ts';
import { cfnLabels } from './labels.ts';
import { APP_NAAM } from './namen.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import type { GemeenteKanalen } from './opties.ts';
import { alarmAdres } from './parameters.ts';
import { PartnerKanaal } from './partner-kanaal.ts';
import { lezersVan } from './partner-toegang.ts';
import { maakSleutel } from './sleutel.ts';
import { maakTabel, type Tabel } from './tabel.ts';

/** Length of a generated key in characters. */
const GEHEIM_LENGTE = 64;

/** What the data stack must know. */
export type GegevensStackProps = StackProps & {
  readonly omgeving: Omgeving;
  readonly gemeenten: readonly GemeenteKanalen[];
};

/**
 * Everything that remembers something: key, table, bus, secrets, alarm topic and the queues of the partners.
 *
 * This stack seldom changes and is protected where the environment keeps its data; the stack with the functions can be
 * deployed again or removed without touching what the partners have still to fetch or what stands on the timelines.
 */
export class GegevensStack extends Stack {
  readonly sleutelArn: string;
  readonly tabel: Tabel;
  readonly bus: EventBus;
  readonly geheim: { readonly secretArn: string };
  /** What the secrets of the abonnementen are encrypted with. */
  readonly webhookGeheim: { readonly secretArn: string };
  readonly alarmOnderwerp: Topic;
  readonly kanalen: readonly PartnerKanaal[];

  constructor(scope: Construct, id: string, props: GegevensStackProps) {
    const { omgeving, gemeenten, ...stackProps } = props;
    const bewaren = bewaart(omgeving);
    super(scope, id, stackProps);
    const removalPolicy = verwijderbeleid(omgeving);

    const lezers = lezersVan(omgeving, gemeenten);
    this.sleutelArn = maakSleutel(this, 'Sleutel', removalPolicy, lezers).keyArn;
    const sleutel = sleutelUitArn(this, this.sleutelArn);

    this.tabel = maakTabel(this, 'Tabel', {
      sleutel,
      removalPolicy,
      deletionProtection: bewaren,
      labels: cfnLabels(omgeving),
    });
    this.bus = new EventBus(this, 'Bus', { eventBusName: APP_NAAM, kmsKey: sleutel });
    this.bus.applyRemovalPolicy(removalPolicy);
    this.geheim = maakGeheim(this, 'HmacGeheim', sleutel, removalPolicy, HMAC_GEHEIM);
    this.webhookGeheim = maakGeheim(this, 'WebhookGeheim', sleutel, removalPolicy, WEBHOOK_GEHEIM);
    const horen = alarmAdres(this, omgeving.alarmEmailadres);
    this.alarmOnderwerp = maakAlarmOnderwerp(this, 'Alarmen', sleutel, horen);

    this.kanalen = gemeenten.flatMap(({ gemeentecode, partners }) =>
      partners.map(
        (partner) =>
          new PartnerKanaal(this, `Kanaal-${gemeentecode}-${partner.sleutel}`, {
            gemeentecode,
            partner: partner.sleutel,
            sleutel,
            alarmOnderwerp: this.alarmOnderwerp,
            bewaren,
            alarmNa: Duration.days(omgeving.alarmNaDagen.partner),
            principals:
              lezers.find(({ kanaal }) => kanaal === `${gemeentecode}/${partner.sleutel}`)?.principals ?? [],
          }),
      ),
    );

    for (const { gemeentecode } of gemeenten) {
      maakGemeenteDashboard(
        this,
        gemeentecode,
        this.kanalen.filter(({ kanaal }) => kanaal.startsWith(`${gemeentecode}/`)),
      );
    }

    // Exported also when the functions use a restored table: an export that is in use cannot go.
    this.exportValue(this.tabel.naam);
    this.exportValue(this.tabel.arn);
    new CfnOutput(this, 'TabelNaam', {
      value: this.tabel.naam,
      description: 'Tabel met alle tijdlijnen',
    });
    new CfnOutput(this, 'Omgeving', {
      value: omgeving.naam,
      description: 'Naam van de omgeving',
    });
    new CfnOutput(this, 'GeheimArn', {
      value: this.geheim.secretArn,
      description: 'Geheim waarvan de opzoeksleutels afhangen',
    });
    new CfnOutput(this, 'SleutelArn', {
      value: this.sleutelArn,
      description: 'Sleutel van de hub; een partner die zijn wachtrij zelf leest noemt haar in zijn rechten',
    });
    new CfnOutput(this, 'BusNaam', { value: this.bus.eventBusName, description: 'Bus van de hub' });
  }
}

/**
 * The key as a reference, without a way to change its policy. So that policy stays in one place (`sleutel.ts`) and the
 * stacks do not come to refer to each other in a circle.
 */
export const sleutelUitArn = (scope: Construct, sleutelArn: string): IKey =>
  Key.fromKeyArn(scope, 'SleutelVerwijzing', sleutelArn);

/** What a generated secret is for, and why nothing rotates it by itself. */
type GeheimUitleg = { readonly omschrijving: string; readonly waaromNietWisselen: string };

const HMAC_GEHEIM: GeheimUitleg = {
  omschrijving: 'Sleutel waarmee BSN en V-nummer tot opzoeksleutels gehasht worden',
  waaromNietWisselen:
    'Elke opzoeksleutel in de tabel is met dit geheim gehasht: wisselen betekent alle zaken omsleutelen, dus nooit vanzelf.',
};

const WEBHOOK_GEHEIM: GeheimUitleg = {
  omschrijving: 'Sleutel waarmee de geheimen van abonnementen versleuteld in de tabel staan',
  waaromNietWisselen:
    'Met dit geheim zijn de ondertekensleutels van ontvangers versleuteld: na een wissel is geen daarvan nog te lezen, en moet elk abonnement een nieuw geheim krijgen.',
};

/** A generated secret. Its ARN by the attribute: what a bare reference gives is not the same on every cloud. */
const maakGeheim = (
  scope: Construct,
  id: string,
  sleutel: IKey,
  removalPolicy: RemovalPolicy,
  { omschrijving, waaromNietWisselen }: GeheimUitleg,
): { readonly secretArn: string } => {
  const geheim = new Secret(scope, id, {
    description: omschrijving,
    encryptionKey: sleutel,
    generateSecretString: { passwordLength: GEHEIM_LENGTE, excludePunctuation: true },
    removalPolicy,
  });
  Validations.of(geheim).acknowledge({ id: 'AwsSolutions-SMG4', reason: waaromNietWisselen });
  const bron = geheim.node.defaultChild;
  if (!(bron instanceof CfnSecret)) throw new Error('Secret zonder CfnSecret');
  return { secretArn: bron.attrId };
};
