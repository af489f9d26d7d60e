import { sha256 } from '../kernel/empreinte.ts';
import type { LivretPresente } from '../livret/index.ts';
import { documentDesLivrets, documentDesPieds, documentDIndex, livretEnPage } from './document.tsx';
import type { EditionDeJury } from './edition.ts';
import { pageDIndex } from './page-index.tsx';

const SERIE = { code: 'S', libelle: 'Scientifique', specialite: 'Mathématiques' };

/** A livret where each part of the page stands once. */
const SPECIMEN: LivretPresente = {
  schemaVersion: 1,
  session: 2016,
  noEleve: '0000000000',
  serie: SERIE,
  annees: (['T', 'S'] as const).map((decoupage, rang) => ({
    annee: 2014 + rang,
    niveau: 'Terminale',
    serie: SERIE,
    decoupage,
    groupes: [
      {
        intitule: 'ENSEIGNEMENTS OBLIGATOIRES',
        disciplines: [
          {
            libelle: 'MATHÉMATIQUES',
            periodique: true,
            periodes: ['12.5', null],
            annuelle: '12.5',
            groupe: { effectif: 30, moyenne: '11.2', bandes: { moinsDe8: '10', de8a12: '50', plusDe12: '40' } },
            rubriques: [
              {
                intitule: 'Communiquer',
                competences: (['1', '2', '3', '4', 'B2', null] as const).map((niveau) => ({
                  libelle: 'Compétence',
                  niveau,
                })),
              },
            ],
            appreciation: 'Appréciation.',
          },
        ],
      },
    ],
    avisEngagement: 'Avis.',
    avisInvestissement: 'Avis.',
    avisChefEtab: 'Avis.',
  })),
  engagements: ['Engagement'],
  avisExamen: 'Avis',
  mentions: ['Mention'],
};

const EDITION: EditionDeJury = {
  session: 2016,
  jury: '0',
  edition: 1,
  dateEdition: '2016-07-04T08:00:00Z',
  candidats: [],
};

const SANS_LIVRET = [{ noPv: '1', noEleve: null, raison: 'Raison' }];

let empreinte: string | null = null;

/** Tells a template from another one: the SHA-256 of what it gives to print, and to read on a screen, of a specimen. */
export function empreinteDuModele(): string {
  empreinte ??= sha256(
    [
      documentDesLivrets(EDITION, [livretEnPage(EDITION, { noPv: '0', noEleve: SPECIMEN.noEleve, livret: SPECIMEN })]),
      documentDesPieds(EDITION, [{ page: 1, sur: 1 }]),
      documentDIndex(EDITION, [{ noPv: '0', noEleve: SPECIMEN.noEleve, pages: 1 }], SANS_LIVRET),
      pageDIndex({
        session: EDITION.session,
        jury: EDITION.jury,
        edition: EDITION.edition,
        dateEdition: EDITION.dateEdition,
        livrets: [
          {
            noPv: '0',
            noEleve: SPECIMEN.noEleve,
            pages: 1,
            fichier: '0.pdf',
            version: { epoque: 0, n: 1, empreinte: '' },
          },
        ],
        sansLivret: SANS_LIVRET,
      }),
    ].join('\n'),
  );
  return empreinte;
}
