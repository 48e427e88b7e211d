import { describeMessy } from '../../hub/messy.ts';
import { startHub } from './support.ts';

describeMessy(startHub, [2]);
