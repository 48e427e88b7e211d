import { describeMessy } from '../hub/messy.ts';
import { startEmulated } from './emulated-hub.ts';

describeMessy(startEmulated, [1]);
