import { jouerDesProgrammes } from './programmes.ts';

jouerDesProgrammes(500);
