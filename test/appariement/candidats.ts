import type { Candidat } from '../../shared/candidats/magasin-candidats.ts';
import { UAI } from '../livret/dossiers.ts';

export function candidat(reste: Partial<Candidat> = {}): Candidat {
  return {
    session: 2016,
    depotId: '01J0000000000000000000000B',
    noCandidat: '0123456789',
    noPv: '17',
    ine: '123456789AB',
    nomDeFamille: 'MARTIN',
    nomUsage: null,
    prenoms: ['Zoé'],
    dateNaissance: '1998-02-28',
    uai: UAI,
    division: 'TS1',
    serie: 'S',
    categorie: 'scolaire',
    jury: 'J1',
    centre: '0380030B',
    livretId: null,
    noEleve: null,
    ...reste,
  };
}
