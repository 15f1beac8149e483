import { stars } from './stars';

stars('no-scripts');
