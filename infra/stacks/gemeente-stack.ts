import { Stack, type StackProps } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { queueKeys } from '../../domain/regievoerder/kanaal.ts';
import { alarmForGemeente } from '../constructs/gemeente-alarms.ts';
import type { Reader } from '../constructs/partner-access.ts';
import { PartnerKanaal } from '../constructs/partner-kanaal.ts';
import type { Environment } from '../environments/environment.ts';
import type { GemeenteKanalen } from '../options.ts';
import { keeps } from '../protection.ts';
import { keyFromArn } from './data-stack.ts';

/** The properties of the stack of a gemeente. */
export type GemeenteStackProps = StackProps & {
  readonly environment: Environment;
  readonly gemeente: GemeenteKanalen;
  readonly keyArn: string;
  readonly alarmTopic: ITopic;
  readonly readers: readonly Reader[];
};

/**
 * Everything of one gemeente: the queues of its partners and its own, with their dead letters, and the alarm on what it reads. Each
 * has a stack of its own, so that no number of gemeenten comes near what CloudFormation takes in one stack, and so that a
 * deployment of one cannot touch what the partners of another have still to receive.
 */
export class GemeenteStack extends Stack {
  readonly gemeentecode: string;

  constructor(scope: Construct, id: string, props: GemeenteStackProps) {
    const { environment, gemeente, keyArn, alarmTopic, readers, ...stackProps } = props;
    super(scope, id, stackProps);
    const { gemeentecode } = gemeente;
    this.gemeentecode = gemeentecode;
    const key = keyFromArn(this, keyArn);
    for (const receiver of queueKeys(gemeente)) {
      new PartnerKanaal(this, `Kanaal-${gemeentecode}-${receiver}`, {
        gemeentecode,
        partner: receiver,
        key,
        keep: keeps(environment),
        principals: readers.find(({ kanaal }) => kanaal === `${gemeentecode}/${receiver}`)?.principals ?? [],
      });
    }
    alarmForGemeente(this, alarmTopic, gemeentecode);
  }
}
