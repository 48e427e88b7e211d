import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Archive, type EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { sleutelUitArn } from './gegevens-stack.ts';
import { BRON_HUB } from './namen.ts';
import type { Omgeving } from './opties.ts';

/** Hoe lang gebeurtenissen opnieuw afgespeeld kunnen worden. */
const BEWAARTERMIJN = Duration.days(365);

/** Wat de archiefstack moet weten. */
export type ArchiefStackProps = StackProps & {
  readonly omgeving: Omgeving;
  readonly bus: EventBus;
  readonly sleutelArn: string;
};

/**
 * Archief van wat de hub zelf meldde: alleen ids. Berichten die binnenkomen dragen persoonsgegevens en komen er
 * dus niet in; die staan op de tijdlijn, met haar eigen bewaartermijn.
 */
export class ArchiefStack extends Stack {
  constructor(scope: Construct, id: string, props: ArchiefStackProps) {
    const { omgeving, bus, sleutelArn, ...stackProps } = props;
    super(scope, id, { ...stackProps, terminationProtection: omgeving === 'productie' });
    new Archive(this, 'Archief', {
      sourceEventBus: bus,
      description: 'Gebeurtenissen van de hub zelf, zonder persoonsgegevens',
      eventPattern: { source: [BRON_HUB] },
      retention: BEWAARTERMIJN,
      kmsKey: sleutelUitArn(this, sleutelArn),
    });
  }
}
