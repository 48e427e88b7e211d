import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Archive, type EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { BRON_HUB } from '../contracts/intern.ts';
import { verwijderbeleid } from './bescherming.ts';
import { sleutelUitArn } from './gegevens-stack.ts';
import type { Omgeving } from './omgevingen/omgeving.ts';
import { geefUit } from './uitvoer.ts';

/** What the archive stack must know. */
export type ArchiefStackProps = StackProps & {
  readonly omgeving: Omgeving;
  readonly bus: EventBus;
  readonly sleutelArn: string;
};

/**
 * Archive of what the hub itself announced: ids only. Messages on their way in carry personal data and are therefore
 * not archived; their facts stand on the timeline.
 */
export class ArchiefStack extends Stack {
  constructor(scope: Construct, id: string, props: ArchiefStackProps) {
    const { omgeving, bus, sleutelArn, ...stackProps } = props;
    super(scope, id, stackProps);
    const archief = new Archive(this, 'Archief', {
      sourceEventBus: bus,
      description: 'Gebeurtenissen van de hub zelf, zonder persoonsgegevens',
      eventPattern: { source: [BRON_HUB] },
      retention: Duration.days(omgeving.bewaarDagen.archief),
      kmsKey: sleutelUitArn(this, sleutelArn),
    });
    archief.applyRemovalPolicy(verwijderbeleid(omgeving));
    geefUit(archief, 'Naam', archief.archiveName, 'Archief van wat de hub aankondigde');
  }
}
