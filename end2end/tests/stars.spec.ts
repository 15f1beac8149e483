import { stars } from './stars';

stars('scripts');
