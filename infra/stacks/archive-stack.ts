import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Archive, type EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { SOURCE_HUB } from '../../contracts/internal/bus-events.ts';
import type { Environment } from '../environments/environment.ts';
import { giveOut } from '../outputs.ts';
import { removalPolicy } from '../protection.ts';
import { keyFromArn } from './data-stack.ts';

/** The properties of the archive stack. */
export type ArchiveStackProps = StackProps & {
  readonly environment: Environment;
  readonly bus: EventBus;
  readonly keyArn: string;
};

/**
 * The archive of the hub's own events, which hold ids only. Inbound messages hold personal data and are therefore not
 * archived; their facts stand on the timelines.
 */
export class ArchiveStack extends Stack {
  constructor(scope: Construct, id: string, props: ArchiveStackProps) {
    const { environment, bus, keyArn, ...stackProps } = props;
    super(scope, id, stackProps);
    const archive = new Archive(this, 'Archief', {
      sourceEventBus: bus,
      description: 'Gebeurtenissen van de hub zelf, zonder persoonsgegevens',
      eventPattern: { source: [SOURCE_HUB] },
      retention: Duration.days(environment.bewaarDagen.archief),
      kmsKey: keyFromArn(this, keyArn),
    });
    archive.applyRemovalPolicy(removalPolicy(environment));
    giveOut(archive, 'Naam', archive.archiveName, 'Archief van wat de hub aankondigde');
  }
}
