import { createApp } from '../infra/app.ts';

createApp().app.synth();
