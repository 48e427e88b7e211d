import { describeMessy } from '../hub/rommelig.ts';
import { startEmulated } from './emulated-hub.ts';

describeMessy(startEmulated, [1]);
