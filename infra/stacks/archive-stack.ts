import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { Archive, type EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { SOURCE_HUB } from '../../contracts/internal/bus-events.ts';
import type { Environment } from '../environments/environment.ts';
import { giveOut } from '../outputs.ts';
import { removalPolicy } from '../protection.ts';
import { keyFromArn } from './data-stack.ts';

/** What the archive stack must know. */
export type ArchiveStackProps = StackProps & {
  readonly omgeving: Environment;
  readonly bus: EventBus;
  readonly keyArn: string;
};

/**
 * Archive of what the hub itself announced: ids only. Messages on their way in carry personal data and are therefore
 * not archived; their facts stand on the timeline.
 */
export class ArchiveStack extends Stack {
  constructor(scope: Construct, id: string, props: ArchiveStackProps) {
    const { omgeving, bus, keyArn, ...stackProps } = props;
    super(scope, id, stackProps);
    const archive = new Archive(this, 'Archief', {
      sourceEventBus: bus,
      description: 'Gebeurtenissen van de hub zelf, zonder persoonsgegevens',
      eventPattern: { source: [SOURCE_HUB] },
      retention: Duration.days(omgeving.bewaarDagen.archief),
      kmsKey: keyFromArn(this, keyArn),
    });
    archive.applyRemovalPolicy(removalPolicy(omgeving));
    giveOut(archive, 'Naam', archive.archiveName, 'Archief van wat de hub aankondigde');
  }
}
