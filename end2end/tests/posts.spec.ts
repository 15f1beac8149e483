import { posts } from './posts';

posts('scripts');
