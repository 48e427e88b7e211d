import { ProcessorEnvironment } from '../shared/environment.ts';
import { GatewayEnvironment } from '../shared/rest/environment.ts';

/** What the function finds in its environment: the table, whose tokens it takes, and where problems live. */
export const PullEnvironment = GatewayEnvironment.extend(
  ProcessorEnvironment.pick({ TABEL_NAAM: true }).shape,
);
