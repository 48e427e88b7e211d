import { gemeenteProfielen } from '../domain/gemeenten/index.ts';
import { createApp } from '../infra/app.ts';

createApp({ gemeenten: gemeenteProfielen }).app.synth();
