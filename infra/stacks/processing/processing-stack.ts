import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { IUserPool } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';
import type { TokenIssuer } from '../../../contracts/internal/token-issuer.ts';
import { createOperationsDashboard } from '../../constructs/dashboards.ts';
import { createHubAlarms } from '../../constructs/hub-alarms.ts';
import { Mailer } from '../../constructs/mailer.ts';
import { Recovery } from '../../constructs/recovery.ts';
import { currentTable } from '../../constructs/table.ts';
import { bindWatchQueues } from '../../constructs/watch-queues.ts';
import type { Environment } from '../../environments/environment.ts';
import { DEFAULT_BASE_URL } from '../../names.ts';
import type { CodeFor } from '../../options.ts';
import { createParameters } from '../../parameters.ts';
import { type DataStack, keyFromArn, secretsKeyFromArn } from '../data-stack.ts';
import { createDeliverer, createWatch } from './delivery.ts';
import { createEntrances } from './entrances.ts';
import type { Hub } from './hub.ts';
import { createProcessors } from './processors.ts';

/** The properties of the processing stack. */
export type ProcessingStackProps = StackProps & {
  readonly data: DataStack;
  readonly codeFor: CodeFor;
  readonly environment: Environment;
  /** How many gemeenten the hub is for. */
  readonly gemeenten: number;
  /** The issuer of the hub's own user pool, when the environment has one. */
  readonly ownIssuer: TokenIssuer | undefined;
  /** The hub's own user pool for people, when the environment has one. */
  readonly people: IUserPool | undefined;
};

/** Everything that runs: the functions with their queues and rules, the API and the watch. */
export class ProcessingStack extends Stack {
  constructor(scope: Construct, id: string, props: ProcessingStackProps) {
    const { data, codeFor, environment, gemeenten, ownIssuer, people, ...stackProps } = props;
    super(scope, id, stackProps);
    const { domein, hersteldeTabel } = environment;
    const table = currentTable(this, data.table, environment);
    const secretsKey = secretsKeyFromArn(this, data.secretsKeyArn);
    const { alarmTopic } = data;
    const context = { codeFor, key: keyFromArn(this, data.keyArn), alarmTopic, environment, gemeenten };
    const baseUrl = domein === undefined ? DEFAULT_BASE_URL : `https://${domein.naam}`;
    const parameters = createParameters(this, environment, ownIssuer);
    const hub: Hub = { stack: this, context, data, table, secretsKey, parameters, people, baseUrl };

    const deliverer = createDeliverer(hub);
    const mailer = new Mailer(this, 'Mailen', context, table);
    const { api, fn, pullFn, loketFn } = createEntrances(hub, deliverer, mailer);
    const processors = createProcessors(hub, deliverer);
    const watch = createWatch(hub, deliverer);
    const invoked = { bewaking: watch, mailen: mailer };
    const recovery = new Recovery(this, 'Herstel', { context, processors, deliverer, invoked });
    const { deadLetters } = recovery;
    bindWatchQueues(watch.fn, {
      processors,
      deliverer,
      invocations: { herstel: deadLetters, mailen: mailer.deadLetters },
    });
    createHubAlarms(this, context);
    createOperationsDashboard(this, {
      api,
      table,
      functions: {
        api: fn,
        ophalen: pullFn,
        loket: loketFn,
        coa: processors.coa.fn,
        brp: processors.brp.fn,
        meldingen: processors.meldingen.fn,
        duo: processors.duo.fn,
        duomeldingen: processors.duomeldingen.fn,
        partnerberichten: processors.partnerberichten.fn,
        webhook: deliverer.fn,
        mailen: mailer.fn,
        bewaking: watch.fn,
        herstel: recovery.fn,
        wissen: processors.wissen.fn,
      },
      processors,
      deliverer,
      invocations: { bewaking: watch.deadLetters, mailen: mailer.deadLetters, herstel: deadLetters },
    });
    if (hersteldeTabel !== undefined) {
      new CfnOutput(this, 'HersteldeTabelNaam', {
        value: hersteldeTabel,
        description: 'Teruggezette tabel die de functies gebruiken in plaats van die van de gegevensstack',
      });
    }
    new CfnOutput(this, 'ApiUrl', {
      value: domein === undefined ? api.url : `${baseUrl}/v1/`,
      description: 'Adres van de API',
    });
  }
}
